// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Back-pressure by {@code autoRead=false}: the reader decides, message by message. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ReadOnDemandTest {
    private static final int WAITING_BYTES = 64 * 1024;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Test
    void shouldDeliverOneMessagePerRead() throws Exception {
        EventLog log = new EventLog();
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1), b -> b
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(1024)),
                ch -> ch.pipeline().addLast(log));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.getOutputStream().write(new byte[WAITING_BYTES]);
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            letTheLoopRun(ch);
            assertThat(log.reads()).as("before any read()").isZero();

            for (int read = 1; log.bytes() < WAITING_BYTES; read++) {
                ch.read();
                int expected = read;
                Await.until("message " + read, () -> log.readCompletes() >= expected);
                if (read <= 3) {
                    letTheLoopRun(ch);
                }
                assertThat(log.reads()).as("messages after %d read()s", read).isEqualTo(read);
                assertThat(log.readCompletes()).as("read completions after %d read()s", read).isEqualTo(read);
            }
            assertThat(log.bytes()).isEqualTo(WAITING_BYTES);
        }
    }

    /** Gives anything that is wrongly under way a fair chance to arrive. */
    private static void letTheLoopRun(Channel ch) throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        ch.eventLoop().schedule(later::countDown, 50, TimeUnit.MILLISECONDS);
        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** A message as large as a read may be has left nothing behind it when the kernel says so. */
    @Test
    void shouldNotSubmitAReceiveForEachMessageAsLargeAsTheLimit() throws Exception {
        assumeFalse(Mode.selected().disabled().contains(Feature.RECV_MULTISHOT)
                || Mode.selected().disabled().contains(Feature.PBUF_RING), "receives that stay are switched off");
        assumeFalse(Mode.selected().sizes().directReceives() > 0, "a poll may tell late of what a look has found");
        assumeFalse(Mode.selected().isFaulty(), "what a fault cuts short seems to leave something behind");
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        EventLog log = new EventLog();
        try (Loopback loopback = Loopback.serve(transport, group, b -> b
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(1024)),
                ch -> ch.pipeline().addLast(log));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            deliverOneByOne(ch, client, log, 20);
            long before = group.counters().get(0).sqes;
            deliverOneByOne(ch, client, log, 100);
            assertThat(group.counters().get(0).sqes - before).as("entries for 100 messages").isLessThan(50);
        }
    }

    private static void deliverOneByOne(Channel ch, Socket client, EventLog log, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            int before = log.readCompletes();
            ch.read();
            ch.eventLoop().submit(() -> { }).syncUninterruptibly();
            client.getOutputStream().write(new byte[1024]);
            Await.until("message " + i, () -> log.readCompletes() > before);
        }
    }

    @Test
    void shouldNotExceedTheMessagesOfAReadLoopWhenReadingByItself() throws Exception {
        List<Integer> loops = new CopyOnWriteArrayList<>();
        AtomicInteger bytes = new AtomicInteger();
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1),
                b -> b.childOption(ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(1024).maxMessagesPerRead(4)),
                ch -> ch.pipeline().addLast(new CountingLoops(loops, bytes)));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.getOutputStream().write(new byte[4 * WAITING_BYTES]);
            Await.until("all bytes", () -> bytes.get() == 4 * WAITING_BYTES);
            client.shutdownOutput();
            loopback.awaitNoneOpen();
        }
        assertThat(loops).as("messages of each read loop").isNotEmpty().allMatch(messages -> messages <= 4);
    }

    /** Counts messages, which are never larger than the allocator says, up to each read completion. */
    private static final class CountingLoops extends ChannelInboundHandlerAdapter {
        private final List<Integer> loops;
        private final AtomicInteger bytes;
        private int messages;

        CountingLoops(List<Integer> loops, AtomicInteger bytes) {
            this.loops = loops;
            this.bytes = bytes;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf message = (ByteBuf) msg;
            assertThat(message.readableBytes()).isBetween(1, 1024);
            bytes.addAndGet(message.readableBytes());
            message.release();
            messages++;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            loops.add(messages);
            messages = 0;
        }
    }

    @Test
    void shouldStopWhenAutoReadIsSwitchedOffAndLoseNothing() throws Exception {
        EventLog log = new EventLog();
        try (Loopback loopback = Loopback.serve(transport, ch -> ch.pipeline().addLast(log));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.getOutputStream().write(1);
            Await.until("the first byte", () -> log.bytes() == 1);
            Channel ch = loopback.accepted().iterator().next();
            for (int round = 0; round < 200; round++) {
                ch.eventLoop().submit(() -> ch.config().setAutoRead(false)).syncUninterruptibly();
                long before = 1 + 2L * round * 1000;
                client.getOutputStream().write(new byte[1000]);
                if (round % 50 == 0) {
                    letTheLoopRun(ch);
                    assertThat(log.bytes()).as("while auto-read is off").isEqualTo(before);
                }
                ch.config().setAutoRead(true);
                client.getOutputStream().write(new byte[1000]);
                Await.until("round " + round + " complete", () -> log.bytes() == before + 2000);
            }
        }
    }
}
