// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.parts;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.nettyuring.examples.Transport;
import org.nettyuring.loop.IoUringIoHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One flush of 1, 16 or 1,024 buffers of 64 bytes over loopback, until the peer on the same loop has read all of it.
 * This thread is the loop, so no wake-up is measured.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class WriteBenchmark {
    private static final int BUFFER_BYTES = 64;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Whose channel. */
    @Param({"nio", "epoll", "uring"})
    private String transport;

    /** In one flush. */
    @Param({"1", "16", "1024"})
    private int buffers;

    private final ByteBuf content = Unpooled.directBuffer(BUFFER_BYTES).writeZero(BUFFER_BYTES);
    private ManualIoEventLoop loop;
    private Channel server;
    private Channel client;
    private long received;

    /** Connects. */
    @Setup
    public void open() throws Exception {
        final Transport types = Transport.of(transport);
        loop = new ManualIoEventLoop(Thread.currentThread(), ioHandlers());
        server = finish(new ServerBootstrap().group(loop).channel(types.server()).childHandler(new Sink())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        client = finish(new Bootstrap().group(loop).channel(types.client())
                .handler(new ChannelInboundHandlerAdapter()).connect(server.localAddress()));
    }

    /** Closes, and ends the loop. */
    @TearDown
    public void close() throws Exception {
        finish(client.close());
        finish(server.close());
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        while (!loop.isTerminated()) {
            loop.run(TimeUnit.MILLISECONDS.toNanos(10));
        }
        content.release();
    }

    /** Write, flush, and run the loop until the other side has it all. */
    @Benchmark
    public long writeAndRead() {
        final long wanted = received + (long) buffers * BUFFER_BYTES;
        for (int i = 0; i < buffers; i++) {
            client.write(content.retainedDuplicate(), client.voidPromise());
        }
        client.flush();
        while (received != wanted) {
            loop.run(PATIENCE_NS);
        }
        return received;
    }

    private IoHandlerFactory ioHandlers() {
        return switch (transport) {
            case "nio" -> NioIoHandler.newFactory();
            case "epoll" -> EpollIoHandler.newFactory();
            default -> IoUringIoHandler.newFactory();
        };
    }

    private Channel finish(ChannelFuture future) throws Exception {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!future.isDone()) {
            loop.run(TimeUnit.MILLISECONDS.toNanos(10));
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException(future + " takes too long");
            }
        }
        return future.syncUninterruptibly().channel();
    }

    private final class Sink extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            received += ((ByteBuf) message).readableBytes();
            ReferenceCountUtil.release(message);
        }
    }
}
