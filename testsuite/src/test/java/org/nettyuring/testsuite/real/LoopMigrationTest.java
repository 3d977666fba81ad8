// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.channel.LoopMigration;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Loops;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Live connections are moved, asked for at any time, from anywhere, several times at once. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class LoopMigrationTest {
    private static final int MOVES = Integer.getInteger("org.nettyuring.testsuite.moves", 1000);
    private static final int MOVES_PER_LOOK = 10;

    private static Loopback echo(IoUringEventLoopGroup group) {
        return echo(group, true, null);
    }

    /** Encrypted, unless {@code tls} is null. */
    private static Loopback echo(IoUringEventLoopGroup group, boolean autoRead, Tls tls) {
        return Loopback.serve(TransportUnderTest.URING, group,
                b -> b.childOption(ChannelOption.AUTO_READ, autoRead), ch -> {
                    if (tls != null) {
                        ch.pipeline().addLast(tls.serverContext().newHandler(ch.alloc()));
                    }
                    ch.pipeline().addLast(new EchoAll());
                });
    }

    private static Channel accepted(Loopback server) {
        Await.until("accepted", () -> !server.accepted().isEmpty());
        return server.accepted().iterator().next();
    }

    private static Throwable causeOf(Future<?> future) {
        assertThat(future.awaitUninterruptibly(20, TimeUnit.SECONDS)).isTrue();
        return future.cause();
    }

    @ParameterizedTest(name = "autoRead {0}")
    @ValueSource(booleans = {true, false})
    void shouldKeepEveryByteInOrderAcrossManyMoves(boolean autoRead) throws Exception {
        moveWhileEchoing(MOVES, autoRead, null);
    }

    @ParameterizedTest(name = "autoRead {0}")
    @ValueSource(booleans = {true, false})
    void shouldKeepEveryByteInOrderAcrossManyMovesThroughTls(boolean autoRead) throws Exception {
        moveWhileEchoing(MOVES / 3, autoRead, new Tls());
    }

    private static void moveWhileEchoing(int moves, boolean autoRead, Tls tls) throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        List<EventLoop> loops = Loops.of(group);
        try (Loopback server = echo(group, autoRead, tls); Socket client = server.connect(tls)) {
            CheckedStream stream = new CheckedStream(client);
            Channel ch = accepted(server);
            for (int move = 0; move < moves; move++) {
                EventLoop target = loops.get(move & 1);
                assertThat(LoopMigration.migrate(ch, target).sync().getNow()).isSameAs(ch);
                assertThat(ch.eventLoop()).isSameAs(target);
                assertThat(ch.isRegistered()).isTrue();
                if (move % MOVES_PER_LOOK == 0) {
                    stream.awaitProgress("after move " + move);
                }
            }
            finish(stream, ch);
        }
    }

    private static void finish(CheckedStream stream, Channel ch) throws InterruptedException {
        stream.finish();
        ch.close().sync();
        stream.join();
    }

    @Test
    void shouldMakeMovesOneAfterTheOtherWhenAskedForSeveralAtOnce() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(3);
        List<EventLoop> loops = Loops.of(group);
        try (Loopback server = echo(group);
                Socket client = server.connect(null)) {
            CheckedStream stream = new CheckedStream(client);
            Channel ch = accepted(server);
            List<Future<Channel>> moves = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                moves.add(LoopMigration.migrate(ch, loops.get(i * 7 % 3)));
                if (i % 20 == 0) {
                    stream.awaitProgress("during moves");
                }
            }
            for (Future<Channel> move : moves) {
                assertThat(causeOf(move)).isNull();
            }
            assertThat(ch.eventLoop()).isSameAs(loops.get(59 * 7 % 3));
            stream.awaitProgress("after the moves");
            assertThat(LoopMigration.migrate(ch, ch.eventLoop()).sync().getNow()).as("where it is").isSameAs(ch);
            finish(stream, ch);
        }
    }

    @Test
    void shouldMoveFromWithinAHandlerAndGoOnReading() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        List<EventLoop> loops = Loops.of(group);
        try (Loopback server = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object msg) {
                        assertThat(ctx.executor().inEventLoop()).isTrue();
                        LoopMigration.migrate(ch, loops.get(ch.eventLoop() == loops.get(0) ? 1 : 0));
                        ctx.writeAndFlush(msg);
                    }
                }));
                Socket client = server.connect(null)) {
            CheckedStream stream = new CheckedStream(client);
            for (int i = 0; i < 20; i++) {
                stream.awaitProgress("across moves");
            }
            finish(stream, accepted(server));
        }
    }

    @Test
    void shouldRefuseWhatCannotMove() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        IoUringEventLoopGroup ended = Mode.selected().newGroup(1);
        EventLoop deadLoop = Loops.of(ended).get(0);
        ended.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        try (Loopback server = echo(group);
                Socket client = server.connect(null)) {
            EventLoop target = Loops.of(group).get(1);
            assertThat(causeOf(LoopMigration.migrate(server.server(), target)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a listener stays");
            EmbeddedChannel other = new EmbeddedChannel();
            assertThat(causeOf(LoopMigration.migrate(other, target)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not of this transport");
            other.close();
            IoUringSocketChannel fresh = new IoUringSocketChannel();
            assertThat(causeOf(LoopMigration.migrate(fresh, target)))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("not registered");
            group.register(fresh).sync();
            EventLoop elsewhere = Loops.of(group).get(fresh.eventLoop() == target ? 0 : 1);
            assertThat(causeOf(LoopMigration.migrate(fresh, elsewhere)))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("not active");
            fresh.close().sync();
            assertThat(causeOf(LoopMigration.migrate(fresh, elsewhere))).isInstanceOf(ClosedChannelException.class);
            Channel ch = accepted(server);
            assertThat(causeOf(LoopMigration.migrate(ch, deadLoop))).isInstanceOf(RejectedExecutionException.class);
            CheckedStream stream = new CheckedStream(client);
            stream.awaitProgress("after a refusal");
            finish(stream, ch);
        }
    }

    @Test
    void shouldFailAMoveWhoseChannelIsClosedMeanwhile() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        List<EventLoop> loops = Loops.of(group);
        try (Loopback server = echo(group)) {
            for (int i = 0; i < 50; i++) {
                try (Socket client = server.connect(null)) {
                    client.getOutputStream().write(1);
                    Channel ch = accepted(server);
                    EventLoop target = loops.get(ch.eventLoop() == loops.get(0) ? 1 : 0);
                    Future<Channel> move = LoopMigration.migrate(ch, target);
                    ch.close();
                    Throwable cause = causeOf(move);
                    assertThat(ch.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
                    if (cause != null) {
                        assertThat(cause).isInstanceOf(ClosedChannelException.class);
                    }
                    server.awaitNoneOpen();
                }
            }
        }
    }
}
