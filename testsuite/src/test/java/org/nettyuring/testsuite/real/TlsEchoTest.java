// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** TLS on top, with reads at the connection's pleasure and on demand. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class TlsEchoTest {
    private static final int BYTES = 4 << 20;
    private static final int CONNECTIONS = 32;
    private static final int REQUESTS = 4_000;
    private static final int REQUEST_BYTES = 3_000;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEchoMegabytesThroughTls(boolean autoRead) throws Exception {
        Tls tls = new Tls();
        byte[] sent = new byte[BYTES];
        new Random(7).nextBytes(sent);
        Collecting collecting = new Collecting();
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(2),
                b -> b.childOption(ChannelOption.AUTO_READ, autoRead),
                ch -> ch.pipeline().addLast(tls.serverContext().newHandler(ch.alloc()), new EchoOnDemand()))) {
            Channel client = loopback.client(ch -> ch.pipeline()
                    .addLast(tls.clientContext().newHandler(ch.alloc()), collecting)).connect().sync().channel();
            for (int from = 0; from < BYTES; from += 50_000) {
                client.writeAndFlush(Unpooled.wrappedBuffer(sent, from, Math.min(50_000, BYTES - from)));
            }
            Await.until("the echo", () -> collecting.count.get() == BYTES);
            assertThat(collecting.received).isEqualTo(sent);
            client.close().sync();
            loopback.awaitNoneOpen();
        }
    }

    /** Echoes and, if nobody reads for it, reads on. */
    private static final class EchoOnDemand extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            readOn(ctx);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.write(msg);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
            readOn(ctx);
        }

        private static void readOn(ChannelHandlerContext ctx) {
            if (!ctx.channel().config().isAutoRead()) {
                ctx.read();
            }
        }
    }

    /** Puts what it gets into one array. */
    private static final class Collecting extends SimpleChannelInboundHandler<ByteBuf> {
        private final byte[] received = new byte[BYTES];
        private final AtomicInteger count = new AtomicInteger();

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
            int length = msg.readableBytes();
            msg.readBytes(received, count.get(), length);
            count.addAndGet(length);
        }
    }
}
