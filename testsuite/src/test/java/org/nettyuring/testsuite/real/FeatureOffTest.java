// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.OpenFiles;
import org.nettyuring.testsuite.TransportUnderTest;

/** Older kernels have less: everything works with each optional feature switched off, and with none at all. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class FeatureOffTest {
    private static final int BYTES = 1 << 20;
    private static final int PIECE_BYTES = 7_919;

    @ParameterizedTest
    @EnumSource(Feature.class)
    void shouldServeWithoutAFeature(Feature feature) throws Exception {
        serve(Mode.selected().config().disable(feature).build(), true);
        serve(Mode.selected().config().disable(feature).build(), false);
    }

    @Test
    void shouldServeWithoutAnyOptionalFeature() throws Exception {
        IoUringIoHandlerConfig.Builder config = Mode.selected().config();
        for (Feature feature : Feature.values()) {
            config.disable(feature);
        }
        serve(config.build(), true);
        serve(config.build(), false);
    }

    @Test
    void shouldServeWithTheSmallestRing() throws Exception {
        serve(Mode.selected().config().ringSize(1).cqSize(2).buffers(2, 1024).build(), true);
        serve(Mode.selected().config().ringSize(1).cqSize(2).buffers(2, 1024).build(), false);
    }

    private static void serve(IoUringIoHandlerConfig config, boolean autoRead) throws Exception {
        int filesBefore = OpenFiles.count();
        byte[] sent = new byte[BYTES];
        new Random(3).nextBytes(sent);
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, new IoUringEventLoopGroup(2, config),
                b -> b.childOption(ChannelOption.AUTO_READ, autoRead),
                ch -> ch.pipeline().addLast(new EchoReadByRead()))) {
            Collecting[] received = {new Collecting(), new Collecting(), new Collecting()};
            Channel[] clients = new Channel[received.length];
            for (int i = 0; i < clients.length; i++) {
                Collecting collecting = received[i];
                clients[i] = loopback.client(ch -> ch.pipeline().addLast(collecting)).connect().sync().channel();
            }
            for (int from = 0; from < BYTES; from += PIECE_BYTES) {
                for (Channel client : clients) {
                    client.writeAndFlush(Unpooled.wrappedBuffer(sent, from, Math.min(PIECE_BYTES, BYTES - from)));
                }
            }
            for (Collecting collecting : received) {
                Await.until("the whole echo", () -> collecting.count.get() == BYTES);
                assertThat(collecting.bytes).isEqualTo(sent);
            }
            long startNs = System.nanoTime();
            loopback.group().next().schedule(() -> { }, 20, TimeUnit.MILLISECONDS).sync();
            assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
            clients[0].close().sync();
        }
        OpenFiles.awaitAtMost(filesBefore);
    }

    /** Echoes; reads again itself when nobody does it. */
    private static final class EchoReadByRead extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            readNext(ctx);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
            ctx.write(msg.retain());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
            readNext(ctx);
        }

        private static void readNext(ChannelHandlerContext ctx) {
            if (!ctx.channel().config().isAutoRead()) {
                ctx.read();
            }
        }
    }

    /** Puts what it gets into one array. */
    private static final class Collecting extends SimpleChannelInboundHandler<ByteBuf> {
        private final byte[] bytes = new byte[BYTES];
        private final AtomicInteger count = new AtomicInteger();

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
            int length = msg.readableBytes();
            msg.readBytes(bytes, count.get(), length);
            count.addAndGet(length);
        }
    }
}
