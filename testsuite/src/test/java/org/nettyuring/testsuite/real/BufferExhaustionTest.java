// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** The loop's receive memory is shared; a connection that keeps what it gets must not take it from the others. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class BufferExhaustionTest {
    private static final int GREEDY_BYTES = 4 << 20;
    private static final int POLITE_REQUESTS = 500;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldServeOthersWhileAGreedyHandlerKeepsItsBuffers(boolean incremental) throws Exception {
        IoUringIoHandlerConfig.Builder config = Mode.selected().config().buffers(16, 4096);
        if (!incremental) {
            config.disable(Feature.PBUF_RING_INC);
        }
        Queue<ByteBuf> kept = new ConcurrentLinkedQueue<>();
        AtomicLong keptBytes = new AtomicLong();
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, config.build());
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new GreedyOrPolite(kept, keptBytes)));
                Socket greedy = connect(loopback.address())) {
            Thread sender = new Thread(() -> sendTooMuch(greedy), "greedy client");
            sender.start();
            Await.until("it keeps more than the loop has", () -> keptBytes.get() > 2 * 16 * 4096);
            try (Socket polite = connect(loopback.address())) {
                polite.setSoTimeout(10_000);
                for (int i = 0; i < POLITE_REQUESTS; i++) {
                    polite.getOutputStream().write('p');
                    assertThat(polite.getInputStream().read()).as("answer %d", i).isEqualTo('p');
                }
            }
            Await.until("all that the greedy client sent", () -> keptBytes.get() == GREEDY_BYTES);
            sender.join();
            releaseAll(kept);
            greedy.getOutputStream().write('p');
            Await.until("served as before after the release", () -> keptBytes.get() == GREEDY_BYTES + 1);
            releaseAll(kept);
        }
    }

    /** Forgets what it releases: an allocator may hand the same object out again. */
    private static void releaseAll(Queue<ByteBuf> kept) {
        for (ByteBuf bytes = kept.poll(); bytes != null; bytes = kept.poll()) {
            bytes.release();
        }
    }

    private static void sendTooMuch(Socket greedy) {
        try {
            byte[] bytes = new byte[64 * 1024];
            Arrays.fill(bytes, (byte) 'g');
            for (int sent = 0; sent < GREEDY_BYTES; sent += bytes.length) {
                greedy.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    /** Keeps every buffer of the connection that sends g, echoes the others. */
    private static final class GreedyOrPolite extends ChannelInboundHandlerAdapter {
        private final Queue<ByteBuf> kept;
        private final AtomicLong keptBytes;
        private boolean greedy;

        GreedyOrPolite(Queue<ByteBuf> kept, AtomicLong keptBytes) {
            this.kept = kept;
            this.keptBytes = keptBytes;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf bytes = (ByteBuf) msg;
            greedy |= bytes.getByte(bytes.readerIndex()) == 'g';
            if (greedy) {
                kept.add(bytes);
                keptBytes.addAndGet(bytes.readableBytes());
            } else {
                ctx.writeAndFlush(bytes);
            }
        }
    }

    @Test
    void shouldHandOutBuffersThatOutliveTheLoop() throws Exception {
        Queue<ByteBuf> kept = new ConcurrentLinkedQueue<>();
        AtomicLong keptBytes = new AtomicLong();
        try (Loopback loopback = Loopback.serve(TransportUnderTest.selected(),
                ch -> ch.pipeline().addLast(new GreedyOrPolite(kept, keptBytes)));
                Socket client = connect(loopback.address())) {
            client.getOutputStream().write(new byte[] {'g', 1, 2, 3});
            Await.until("received", () -> keptBytes.get() == 4);
            loopback.accepted().forEach(ch -> assertThat(((SocketChannel) ch).isInputShutdown()).isFalse());
        }
        for (ByteBuf bytes : kept) {
            assertThat(bytes.readableBytes()).isPositive();
            for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
                assertThat(bytes.getByte(i)).isLessThanOrEqualTo((byte) 'g');
            }
            Thread releaser = new Thread(bytes::release);
            releaser.start();
            releaser.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(bytes.refCnt()).isZero();
        }
    }
}
