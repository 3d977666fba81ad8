// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.testsuite.TransportUnderTest;

/** A peer that goes is noticed although nobody reads, after everything it sent: as with epoll, not as with NIO. */
@Timeout(30)
class PeerCloseWithoutReadTest {
    private static final int MESSAGE_BYTES = 10;

    @ParameterizedTest(name = "{0} bytes, the handler reads on: {1}, reset: {2}")
    @CsvSource({
        "0, false, false",
        "100, false, false",
        "100, true, false",
        "100000, false, false",
        "0, false, true",
    })
    void shouldNoticeThatThePeerHasGone(int bytes, boolean readsOn, boolean reset) throws Exception {
        AtomicInteger received = new AtomicInteger();
        CountDownLatch inactive = new CountDownLatch(1);
        TransportUnderTest transport = TransportUnderTest.selected();
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1), b -> b
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MESSAGE_BYTES).maxMessagesPerRead(1)),
                ch -> ch.pipeline().addLast(new Counting(received, readsOn, inactive)))) {
            try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
                client.getOutputStream().write(new byte[bytes]);
                if (reset) {
                    client.setSoLinger(true, 0);
                }
            }
            assertThat(inactive.await(20, TimeUnit.SECONDS)).as("channelInactive").isTrue();
            assertThat(received.get()).isEqualTo(bytes);
        }
    }

    /** Counts bytes and, if it is to, asks for more after each message. */
    private static final class Counting extends SimpleChannelInboundHandler<ByteBuf> {
        private final AtomicInteger received;
        private final boolean readsOn;
        private final CountDownLatch inactive;

        Counting(AtomicInteger received, boolean readsOn, CountDownLatch inactive) {
            this.received = received;
            this.readsOn = readsOn;
            this.inactive = inactive;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
            received.addAndGet(msg.readableBytes());
            if (readsOn) {
                ctx.read();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // the reset
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            inactive.countDown();
        }
    }
}
