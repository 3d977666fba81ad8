// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * TCP promises no boundaries, but a small message that arrives alone is one {@code channelRead} on every other
 * transport, and handlers were written that count on it (Netty's {@code TrafficShapingHandlerTest} is one).
 */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class MessageBoundaryTest {
    private static final int MESSAGES = 2_000;
    private static final int MESSAGE_BYTES = 1_000; // does not divide a receive buffer

    @Test
    void shouldNotSplitASmallMessageAtTheEndOfAReceiveBuffer() throws Exception {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        try (Loopback loopback = Loopback.serve(TransportUnderTest.selected(),
                ch -> ch.pipeline().addLast(new Measuring(sizes)));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.setTcpNoDelay(true);
            byte[] message = new byte[MESSAGE_BYTES];
            for (int i = 0; i < MESSAGES; i++) {
                client.getOutputStream().write(message);
                assertThat(client.getInputStream().readNBytes(MESSAGE_BYTES)).hasSize(MESSAGE_BYTES);
            }
        }
        assertThat(sizes).hasSize(MESSAGES).containsOnly(MESSAGE_BYTES);
    }

    /** Notes the size of each message and gives it back. */
    private static final class Measuring extends ChannelInboundHandlerAdapter {
        private final List<Integer> sizes;

        Measuring(List<Integer> sizes) {
            this.sizes = sizes;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            sizes.add(((ByteBuf) msg).readableBytes());
            ctx.writeAndFlush(msg);
        }
    }
}
