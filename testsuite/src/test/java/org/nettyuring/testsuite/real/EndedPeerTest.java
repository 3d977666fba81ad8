// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.GroupInFlight;
import org.nettyuring.metrics.InFlightReport;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;
import org.nettyuring.testsuite.UnixNames;

/** Sends to a peer that has ended its output and reads slowly, as {@code nc -N} does behind a small link. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class EndedPeerTest {
    private static final int LARGE = 8 << 20;
    private static final byte[] CONTENT = new byte[LARGE];

    private IoUringEventLoopGroup group;
    private Channel server;
    private SocketChannel client;

    static {
        new Random(5).nextBytes(CONTENT);
    }

    /** How the same bytes are sent. */
    enum Form {
        ONE(1), SEVERAL(100), WITHOUT_COPY(1);

        private final int pieces;

        Form(int pieces) {
            this.pieces = pieces;
        }

        ChannelFuture send(Channel channel) {
            if (this == WITHOUT_COPY) {
                channel.config().setOption(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, 1);
            }
            ChannelFuture last = null;
            for (int i = 0, from = 0; i < pieces; i++) {
                int to = (int) ((i + 1L) * LARGE / pieces);
                last = channel.write(Unpooled.directBuffer(to - from).writeBytes(CONTENT, from, to - from));
                from = to;
            }
            channel.flush();
            return last;
        }
    }

    @BeforeEach
    void startLoop() {
        assumeTrue(TransportUnderTest.selected() == TransportUnderTest.URING, "what is counted is ours");
        group = new IoUringEventLoopGroup(1, Mode.selected().config().build());
    }

    @AfterEach
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
        if (group != null) {
            assertThat(group.shutdownGracefully(0, 10, SECONDS).awaitUninterruptibly(20, SECONDS)).isTrue();
        }
    }

    /** {@return what becomes of the answer that a connection is given at its beginning, or at the peer's end} */
    private CompletableFuture<ChannelFuture> answer(boolean unix, Form form, boolean atOnce) throws Exception {
        CompletableFuture<ChannelFuture> answered = new CompletableFuture<>();
        ServerBootstrap bootstrap = unix ? TransportUnderTest.URING.unixServerBootstrap(group)
                : TransportUnderTest.URING.serverBootstrap(group).childOption(ChannelOption.SO_SNDBUF, 64 * 1024);
        SocketAddress address = unix ? UnixNames.path() : new InetSocketAddress(NetUtil.LOCALHOST4, 0);
        server = bootstrap.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                        if (atOnce) {
                            answered.complete(form.send(ctx.channel()));
                        }
                    }

                    @Override
                    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                        if (!atOnce && event == ChannelInputShutdownEvent.INSTANCE) {
                            answered.complete(form.send(ctx.channel()));
                        }
                    }
                }).bind(address).sync().channel();
        client = SocketChannel.open(server.localAddress() instanceof DomainSocketAddress path
                ? UnixDomainSocketAddress.of(path.path()) : server.localAddress());
        client.setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024);
        return answered;
    }

    /** {@return threads that wait in the kernel on behalf of the loop} */
    private long workers() throws Exception {
        String loop = group.next().submit(() -> Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName().toString()).get();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> nameOf(task).startsWith("iou-wrk-" + loop)).count();
        }
    }

    private static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private void read(int from, int to) throws IOException {
        ByteBuffer received = ByteBuffer.allocate(to - from);
        while (received.hasRemaining()) {
            assertThat(client.read(received)).as("bytes behind %s", from + received.position()).isPositive();
        }
        assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(CONTENT, from, to - from));
    }

    @ParameterizedTest
    @CsvSource({"false, ONE", "false, SEVERAL", "false, WITHOUT_COPY", "true, ONE", "true, SEVERAL"})
    void shouldNeitherHoldAThreadNorSpinWhileThePeerDoesNotRead(boolean unix, Form form) throws Exception {
        CompletableFuture<ChannelFuture> answered = answer(unix, form, false);
        client.shutdownOutput();
        ChannelFuture write = answered.get();
        read(0, 1000);
        assertThat(workers()).isZero();
        Thread.sleep(50); // clock: the wait for room has begun
        long before = group.counters().get(0).sqes;
        Thread.sleep(300); // clock: a loop that is kept busy submits some thousands
        assertThat(group.counters().get(0).sqes - before).as("entries while nothing happens").isLessThan(20);
        assertThat(workers()).as("threads of the kernel").isZero();
        assertThat(write.isDone()).isFalse();

        read(1000, LARGE);
        write.sync();
        assertThat(workers()).as("threads of the kernel").isZero();
        client.close();
    }

    /** The send was under way before the end was known: by then a thread may have it. */
    @ParameterizedTest
    @CsvSource({"false, ONE", "false, SEVERAL", "false, WITHOUT_COPY", "true, ONE", "true, SEVERAL"})
    void shouldTakeBackASendThatWaitsWhenThePeerEnds(boolean unix, Form form) throws Exception {
        ChannelFuture write = answer(unix, form, true).get();
        read(0, 1000);
        Await.until("a send waits in the kernel", () -> inKernel("SEND"));
        client.shutdownOutput();
        Await.until("a poll does instead", () -> inKernel("POLL_ADD multishot") && !inKernel("SEND"));
        assertThat(write.isDone()).isFalse();
        read(1000, LARGE);
        write.sync();
        client.close();
    }

    /** Without half-closure the peer's end closes the channel, which waits for nobody who does not read. */
    @ParameterizedTest
    @CsvSource({"false, ONE", "false, SEVERAL", "false, WITHOUT_COPY", "true, ONE", "true, SEVERAL"})
    void shouldCloseWhenThePeerEndsWhileASendWaits(boolean unix, Form form) throws Exception {
        ChannelFuture write = answer(unix, form, true).get();
        write.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        read(0, 1000);
        Await.until("a send waits in the kernel", () -> inKernel("SEND"));
        client.shutdownOutput();
        assertThat(write.channel().closeFuture().await(2, SECONDS)).as("closed").isTrue();
        assertThat(write.await(2, SECONDS)).as("told").isTrue();
        assertThat(write.cause()).isInstanceOf(IOException.class);
        client.close();
    }

    private boolean inKernel(String operation) {
        GroupInFlight.Loop loop = group.inFlight().loops().get(0);
        return loop.answer() == GroupInFlight.Answer.GIVEN && loop.report().entries().stream()
                .map(InFlightReport.Entry::operation)
                .anyMatch(name -> name.startsWith(operation) && !name.contains("awaiting F_NOTIF"));
    }
}
