// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.NetUtil;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** {@code SO_LINGER} makes {@code close(2)} wait; the loop does not wait with it. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LingerTest {
    private static final int LINGER_S = 3;
    /** A loop that waits with the close answers one. In three seconds an idle machine sees ten thousands. */
    private static final int ROUND_TRIPS = 100;

    private final Syscalls real = NativeSyscalls.get();
    private final Map<Integer, Thread> closers = new ConcurrentHashMap<>();
    private final Syscalls watched = (Syscalls) Proxy.newProxyInstance(Syscalls.class.getClassLoader(),
            new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                if ("close".equals(method.getName())) {
                    closers.put((Integer) args[0], Thread.currentThread());
                }
                try {
                    return method.invoke(real, args);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    /** Echoes; a connection's first byte says whether it will linger. */
    private static final class Server extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Channel> accepted;

        Server(BlockingQueue<Channel> accepted) {
            this.accepted = accepted;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            accepted.add(ctx.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush(msg);
        }

        @Override
        public boolean isSharable() {
            return true;
        }
    }

    @Test
    void shouldServeOthersWhileOneLingers(TestReporter reporter) throws Exception {
        EventLoopGroup group = TransportUnderTest.URING.newGroup(1);
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        Channel server = new ServerBootstrap().group(group)
                .channelFactory(() -> new IoUringServerSocketChannel(watched, SocketProtocolFamily.INET))
                .childOption(ChannelOption.SO_LINGER, LINGER_S).childHandler(new Server(accepted))
                .bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0)).sync().channel();
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        try (Socket other = new Socket(address.getAddress(), address.getPort())) {
            other.setSoTimeout(20_000);
            Channel otherChannel = accepted.take();
            try (Socket neverReads = new Socket(address.getAddress(), address.getPort())) {
                Channel lingering = accepted.take();
                int fd = ((UnixChannel) lingering).fd().intValue();
                // The socket's buffers fill up, and the close has something to linger for.
                lingering.writeAndFlush(Unpooled.wrappedBuffer(new byte[8 << 20]));
                closers.clear();
                long startNs = System.nanoTime();
                ChannelFuture closed = lingering.close();

                Histogram latencyNs = roundTripsUntil(closed, other);

                assertThat(closed.isSuccess()).isTrue();
                // Netty releases what was not sent by a task of the loop, after it has told of the close.
                Await.until("released", () -> !lingering.isRegistered());
                assertThat(System.nanoTime() - startNs).as("it lingered")
                        .isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(LINGER_S) * 9 / 10);
                assertThat(closers.get(fd)).as("thread that waited").isNotNull()
                        .matches(thread -> !otherChannel.eventLoop().inEventLoop(thread), "is not the loop's");
                assertThat(latencyNs.getTotalCount()).as("round trips meanwhile").isGreaterThan(ROUND_TRIPS);
                reporter.publishEntry("round trips while another connection lingers", latencyNs.getTotalCount()
                        + ", p99 " + TimeUnit.NANOSECONDS.toMicros(latencyNs.getValueAtPercentile(99)) + " us");
                assertThat(neverReads.isClosed()).isFalse();
            }
        }
        server.close().sync();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }

    private static Histogram roundTripsUntil(ChannelFuture closed, Socket client) throws Exception {
        Histogram latencyNs = new Histogram(3);
        while (!closed.isDone()) {
            long sentNs = System.nanoTime();
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            latencyNs.recordValue(System.nanoTime() - sentNs);
        }
        return latencyNs;
    }
}
