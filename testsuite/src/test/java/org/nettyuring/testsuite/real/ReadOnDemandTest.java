// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.loop.IoUringEventLoopGroup;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.testsuite.Await;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Back-pressure by {@code autoRead=false}: the reader decides, message by message. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ReadOnDemandTest {
    private static final int WAITING_BYTES = 64 * 1024;
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS = 50_000;
    private static final int REQUEST_BYTES = 100;

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
        assertThat(loops).as("messages of each read loop").allMatch(messages -> messages <= 4);
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

    @Test
    void shouldAnswerEveryKeepAliveRequestWhenReadingMessageByMessage() throws Exception {
        EventLoopGroup group = transport.newGroup(1);
        keepAlive(group, TransportUnderTest.NIO.newGroup(1));
    }

    @Test
    void shouldNotArmAndCancelForEachRead() throws Exception {
        assumeThat(transport).isEqualTo(TransportUnderTest.URING);
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        LoopCounters counters = group.counters().get(0);
        keepAlive(group, TransportUnderTest.NIO.newGroup(1));
        assertThat(counters.cancels).as("cancels for %d requests", REQUESTS).isLessThan(REQUESTS / 100);
        // Where the kernel cannot pick a buffer, a poll tells when one is needed.
        double expected = Mode.selected().disabled().contains(Feature.PBUF_RING) ? 3 : 2;
        assertThat((double) counters.sqes / REQUESTS).as("SQEs per request: a receive and a send")
                .isLessThan(expected + 0.5);
    }

    private void keepAlive(EventLoopGroup group, EventLoopGroup clients) throws Exception {
        CountDownLatch answered = new CountDownLatch(REQUESTS);
        AtomicInteger left = new AtomicInteger(REQUESTS);
        try (Loopback loopback = Loopback.serve(transport, group,
                b -> b.childOption(ChannelOption.AUTO_READ, false),
                ch -> ch.pipeline().addLast(new ReadPerMessage()))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                TransportUnderTest.NIO.bootstrap(clients).handler(new Asking(left, answered))
                        .connect(loopback.address()).sync();
            }
            assertThat(answered.await(60, TimeUnit.SECONDS)).as("%d of %d answers are missing",
                    answered.getCount(), REQUESTS).isTrue();
        }
        clients.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    /** Reads one message, echoes it, and reads the next only after the echo was written. */
    private static final class ReadPerMessage extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush(msg).addListener(written -> ctx.read());
        }
    }

    /** Sends a request, waits for its whole echo, and sends the next. */
    private static final class Asking extends SimpleChannelInboundHandler<ByteBuf> {
        private final AtomicInteger left;
        private final CountDownLatch answered;
        private int missingBytes;

        Asking(AtomicInteger left, CountDownLatch answered) {
            this.left = left;
            this.answered = answered;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ask(ctx);
        }

        private void ask(ChannelHandlerContext ctx) {
            if (left.getAndDecrement() > 0) {
                missingBytes = REQUEST_BYTES;
                ctx.writeAndFlush(ctx.alloc().buffer(REQUEST_BYTES).writeZero(REQUEST_BYTES));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) throws IOException {
            missingBytes -= msg.readableBytes();
            if (missingBytes < 0) {
                throw new IOException("more than was asked for: " + -missingBytes);
            }
            if (missingBytes == 0) {
                answered.countDown();
                ask(ctx);
            }
        }
    }
}
