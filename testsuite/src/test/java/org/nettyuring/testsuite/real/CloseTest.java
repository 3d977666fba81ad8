// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** The end of a connection. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class CloseTest {
    private static final int ANSWER_BYTES = 48 * 1024;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Test
    void shouldDeliverWhatWasFlushedRightBeforeClose() throws Exception {
        assumeFalse(Mode.selected().isFaulty(), "a close waits for one send, which takes all that there is room for");
        try (Loopback loopback = Loopback.serve(transport, ch -> ch.pipeline().addLast(new AnswerAndClose()))) {
            for (int i = 0; i < 300; i++) {
                try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
                    client.getOutputStream().write(1);
                    assertThat(client.getInputStream().readAllBytes()).as("answer %d", i).hasSize(ANSWER_BYTES);
                }
            }
            loopback.awaitNoneOpen();
        }
    }

    /** Answers the first message, flushes and closes without waiting for the flush. */
    private static final class AnswerAndClose extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ((ByteBuf) msg).release();
            ctx.write(Unpooled.wrappedBuffer(new byte[ANSWER_BYTES / 2]));
            ctx.writeAndFlush(ctx.alloc().directBuffer().writeZero(ANSWER_BYTES / 2));
            ctx.close();
        }
    }

    @Test
    void shouldFailWhatWasNeverFlushed() throws Exception {
        EventLog log = new EventLog();
        try (Loopback loopback = Loopback.serve(transport, ch -> ch.pipeline().addLast(log));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            Await.until("accepted", () -> log.events().contains("active"));
            Channel ch = loopback.accepted().iterator().next();
            ByteBuf unflushed = ch.alloc().directBuffer().writeZero(100);
            ChannelFuture write = ch.write(unflushed);
            ch.close().sync();
            assertThat(write.await().isSuccess()).isFalse();
            assertThat(unflushed.refCnt()).isZero();
            assertThat(client.getInputStream().readAllBytes()).isEmpty();
        }
    }
}
