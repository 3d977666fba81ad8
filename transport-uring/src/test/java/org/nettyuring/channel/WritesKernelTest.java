// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettyuring.loop.IoUringIoHandler;

/** Memory that the kernel reads, against the real kernel. */
@Timeout(30)
class WritesKernelTest {
    private EventLoopGroup group;
    private ServerSocket listener;
    private Socket peer;
    private IoUringSocketChannel channel;

    @BeforeEach
    void connect() throws Exception {
        Assumptions.assumeTrue(IoUring.isAvailable(), () -> String.valueOf(IoUring.unavailabilityCause()));
        group = new MultiThreadIoEventLoopGroup(1, IoUringIoHandler.newFactory());
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private void open(int zeroCopyThreshold) throws Exception {
        channel = (IoUringSocketChannel) new Bootstrap().group(group).channel(IoUringSocketChannel.class)
                .option(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, zeroCopyThreshold)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(listener.getLocalSocketAddress()).sync().channel();
        peer = listener.accept();
    }

    @AfterEach
    void close() throws Exception {
        if (peer != null) {
            peer.close();
        }
        if (channel != null) {
            channel.close().sync();
        }
        if (group != null) {
            listener.close();
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void shouldKeepWhatTheKernelReadsWhenNettyShutsTheOutputDownWithASendInFlight() throws Exception {
        open(-1);
        ByteBuf large = channel.alloc().directBuffer(32 << 20).writeZero(32 << 20);
        ChannelFuture write = channel.writeAndFlush(large);
        await(() -> channel.eventLoop().submit(() -> channel.role().holdsFlushes() && large.readerIndex() > 0)
                .syncUninterruptibly().getNow());
        ChannelPromise shutdown = channel.newPromise();
        boolean retained = channel.eventLoop().submit(() -> {
            channel.uringUnsafe().shutdownOutput(shutdown); // as Netty itself does: it fails and releases the flush
            return large.refCnt() > 0 && channel.role().holdsFlushes();
        }).sync().getNow();
        assertTrue(retained, "the kernel still reads it");
        assertTrue(shutdown.sync().isSuccess());
        assertFalse(write.await().isSuccess());
        peer.getInputStream().skipNBytes(1);
        channel.close().sync();
        await(() -> large.refCnt() == 0);
    }

    @Test
    void shouldSendWithoutCopyingAndReleaseTheMemoryAfterTheNotification() throws Exception {
        open(1000);
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        ByteBuf[] buffers = new ByteBuf[30];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = channel.alloc().directBuffer(100_000).writeBytes(content, i * 100_000, 100_000);
            channel.write(buffers[i]);
        }
        channel.flush();
        InputStream in = peer.getInputStream();
        assertArrayEquals(content, in.readNBytes(content.length));
        for (ByteBuf buffer : buffers) {
            await(() -> buffer.refCnt() == 0);
        }
    }

    @Test
    void shouldMixZeroCopyAndOrdinarySendsInOrder() throws Exception {
        open(1000);
        for (int i = 0; i < 100; i++) {
            int length = i % 2 == 0 ? 10 : 5000;
            channel.write(channel.alloc().directBuffer(length).writeBytes(filled(length, i)));
        }
        channel.flush();
        InputStream in = peer.getInputStream();
        for (int i = 0; i < 100; i++) {
            int length = i % 2 == 0 ? 10 : 5000;
            assertArrayEquals(filled(length, i), in.readNBytes(length), "message " + i);
        }
    }

    @Test
    void shouldDeliverWhatWasFlushedBeforeTheOutputIsShutDown() throws Exception {
        open(-1);
        channel.write(channel.alloc().buffer().writeBytes(filled(1000, 1)));
        channel.flush();
        channel.shutdownOutput().sync();
        assertArrayEquals(filled(1000, 1), peer.getInputStream().readAllBytes());
        assertTrue(channel.isOutputShutdown());
        assertTrue(channel.isActive());
        ChannelFuture late = channel.writeAndFlush(channel.alloc().buffer().writeByte(1)).await();
        assertInstanceOf(ClosedChannelException.class, late.cause());
    }

    @Test
    void shouldCloseFromTheListenerOfAnEmptyWriteThoughNothingIsInTheKernel() throws Exception {
        open(-1);
        channel.config().setAllowHalfClosure(true);
        peer.shutdownOutput();
        await(channel::isInputShutdown);
        await(() -> channel.eventLoop().submit(() -> channel.parts().isIdle())
                .syncUninterruptibly().getNow());
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        assertTrue(channel.closeFuture().await(10, TimeUnit.SECONDS));
        assertEquals(-1, peer.getInputStream().read());
    }

    @Test
    void shouldShutTheOutputDownFromTheListenerOfAnEmptyWrite() throws Exception {
        open(-1);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> channel.shutdownOutput());
        assertEquals(-1, peer.getInputStream().read());
        assertTrue(channel.isActive());
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
