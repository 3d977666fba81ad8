// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.Metric;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Far more happens at once than the queues hold: completions overflow and multishots end, but nobody is forgotten. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class OverflowTest {
    private static final int CONNECTIONS = 500;
    private static final int REQUESTS = 20;

    @Test
    void shouldAnswerEverybodyThoughTheCompletionQueueOverflows() throws Exception {
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1,
                Mode.selected().config().ringSize(8).cqSize(16).buffers(8, 512).build());
        EventLoopGroup clients = TransportUnderTest.NIO.newGroup(1);
        AtomicInteger answered = new AtomicInteger();
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new Echo()))) {
            List<Channel> connected = connectAll(loopback, clients, answered);
            for (int round = 1; round <= REQUESTS; round++) {
                // The loop is held while all requests arrive, so that they complete at once.
                CountDownLatch sent = new CountDownLatch(1);
                group.next().execute(() -> hold(sent));
                List<ChannelFuture> writes = new ArrayList<>();
                for (Channel client : connected) {
                    writes.add(client.writeAndFlush(client.alloc().directBuffer(1).writeByte(round)));
                }
                for (ChannelFuture write : writes) {
                    write.sync();
                }
                sent.countDown();
                int expected = round * CONNECTIONS;
                Await.until("everybody is answered in round " + round, () -> answered.get() == expected);
            }
            assertThat(group.metrics().total().get(Metric.OVERFLOWS)).as("overflows").isGreaterThanOrEqualTo(REQUESTS);
            for (Channel client : connected) {
                client.close();
            }
            loopback.awaitNoneOpen();
        }
        assertThat(clients.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }

    private static List<Channel> connectAll(Loopback loopback, EventLoopGroup clients, AtomicInteger answered)
            throws InterruptedException {
        List<ChannelFuture> connects = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connects.add(TransportUnderTest.NIO.bootstrap(clients).handler(new Counting(answered))
                    .connect(loopback.address()));
        }
        List<Channel> connected = new ArrayList<>();
        for (ChannelFuture connect : connects) {
            connected.add(connect.sync().channel());
        }
        Await.until("all accepted", () -> loopback.accepted().size() == CONNECTIONS);
        return connected;
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Counts bytes. */
    private static final class Counting extends ChannelInboundHandlerAdapter {
        private final AtomicInteger answered;

        Counting(AtomicInteger answered) {
            this.answered = answered;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            answered.addAndGet(((ByteBuf) msg).readableBytes());
            ((ByteBuf) msg).release();
        }
    }
}
