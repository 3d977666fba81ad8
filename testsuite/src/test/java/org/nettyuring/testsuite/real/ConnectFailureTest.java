// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Connections that do not come about; a listener whose backlog is full stands for the host that never answers. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ConnectFailureTest {
    private final TransportUnderTest transport = TransportUnderTest.selected();
    private final EventLoopGroup group = transport.newGroup(1);

    @AfterEach
    void endTheLoops() {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
    }

    private ChannelFuture connect(SocketAddress address, int timeoutMs) {
        return transport.bootstrap(group).handler(new ChannelInboundHandlerAdapter())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs).connect(address);
    }

    @Test
    void shouldSayConnectionRefusedAndByWhom() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, NetUtil.LOCALHOST4)) {
            nobody = (InetSocketAddress) closedAtOnce.getLocalSocketAddress();
        }
        ChannelFuture future = connect(nobody, 10_000).await();
        assertThat(future.cause()).isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connection refused").hasMessageContaining("127.0.0.1:" + nobody.getPort());
        assertThat(future.channel().closeFuture().await(10, TimeUnit.SECONDS)).isTrue();

        EventLoopGroup epoll = TransportUnderTest.EPOLL.newGroup(1);
        Throwable expected = TransportUnderTest.EPOLL.bootstrap(epoll).handler(new ChannelInboundHandlerAdapter())
                .connect(nobody).await().cause();
        epoll.shutdownGracefully(0, 10, TimeUnit.SECONDS).await();
        assertThat(future.cause().getClass()).as("the same class as epoll's").isEqualTo(expected.getClass());
    }

    @Test
    void shouldGiveUpAtTheConnectTimeout() throws Exception {
        try (Unanswering listener = new Unanswering()) {
            long startNs = System.nanoTime();
            ChannelFuture future = connect(listener.address(), 300).await();
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertThat(future.cause()).isInstanceOf(ConnectTimeoutException.class)
                    .hasMessageContaining(String.valueOf(listener.address().getPort()));
            assertThat(tookMs).isBetween(290L, 5_000L);
            assertThat(future.channel().closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldCloseWhenTheConnectIsCancelled() throws Exception {
        try (Unanswering listener = new Unanswering()) {
            ChannelFuture future = connect(listener.address(), 30_000);
            assertThat(future.await(100)).isFalse();
            assertThat(future.cancel(true)).isTrue();
            assertThat(future.channel().closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(future.isCancelled()).isTrue();
        }
    }

    @Test
    void shouldCloseWhileConnecting() throws Exception {
        try (Unanswering listener = new Unanswering()) {
            ChannelFuture future = connect(listener.address(), 30_000);
            assertThat(future.await(100)).isFalse();
            assertThat(future.channel().close().await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(future.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(future.isSuccess()).isFalse();
        }
    }

    @Test
    void shouldEndTheLoopWhileConnecting() throws Exception {
        try (Unanswering listener = new Unanswering()) {
            ChannelFuture future = connect(listener.address(), 30_000);
            assertThat(future.await(100)).isFalse();
            assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(future.isDone()).isTrue();
        }
    }

    /** A listener that accepts nobody and whose backlog is full, so that the kernel drops every further SYN. */
    private static final class Unanswering implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, NetUtil.LOCALHOST4);
        private final List<SocketChannel> queued = new ArrayList<>();

        Unanswering() throws IOException {
            boolean answers = true;
            while (answers) {
                SocketChannel filler = SocketChannel.open();
                queued.add(filler);
                filler.configureBlocking(false);
                filler.connect(listener.getLocalSocketAddress());
                answers = Await.holdsWithin(Duration.ofMillis(200), () -> finished(filler));
            }
        }

        private static boolean finished(SocketChannel filler) {
            try {
                return filler.finishConnect();
            } catch (IOException e) {
                return true;
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel filler : queued) {
                filler.close();
            }
            listener.close();
        }
    }
}
