// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This module's class path has epoll's classes and not its natives. */
@Timeout(60)
class NettyTransportTest {
    @Test
    void shouldNameTheGoodNamesToABadOne() {
        assertThatThrownBy(() -> NettyTransport.of("kqueue")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("transport: kqueue (expected: uring, epoll or nio)");
    }

    @Test
    void shouldSayWhyATransportIsNotAvailable() {
        assertThatThrownBy(() -> NettyTransport.of("epoll")).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("transport: epoll is not available: ")
                .hasMessageContaining("netty_transport_native_epoll");
    }

    @Test
    void shouldAlwaysHaveTheSameBest() {
        assertThat(NettyTransport.best()).isSameAs(NettyTransport.best());
        assertThat(NettyTransport.best().reason()).isNotEmpty();
        assertThat(NettyTransport.best().name()).isEqualTo(IoUring.isAvailable() ? "uring" : "nio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uring", "nio"})
    void shouldMakeLoopsForItsChannels(String name) throws Exception {
        NettyTransport transport = transport(name);
        DefaultThreadFactory threads = new DefaultThreadFactory("mine");
        for (EventLoopGroup group : List.of(transport.newGroup(2), transport.newGroup(2, threads),
                transport.newGroup(2, new ThreadPerTaskExecutor(threads)))) {
            assertThat(group).hasSize(2);
            for (Class<? extends Channel> type : List.of(transport.serverSocketChannel(), transport.socketChannel(),
                    transport.datagramChannel(), transport.serverDomainSocketChannel(),
                    transport.domainSocketChannel())) {
                Channel channel = type.getConstructor().newInstance();
                assertThat(group.register(channel).sync().isSuccess()).isTrue();
                channel.close().sync();
            }
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uring", "nio"})
    void shouldNameItsThreads(String name) throws Exception {
        NettyTransport transport = transport(name);
        assertThat(threadName(transport.newGroup(1)))
                .startsWith(name.equals("uring") ? "ioUringEventLoopGroup-" : "nioEventLoopGroup-");
        assertThat(threadName(transport.newGroup(1, new DefaultThreadFactory("mine")))).startsWith("mine-");
        assertThat(threadName(transport.newGroup(new DefaultThreadFactory("many")))).startsWith("many-");
    }

    @Test
    void shouldGiveGroupsWithCounters() throws Exception {
        IoEventLoopGroup group = transport("uring").newGroup();
        assertThat(group).isInstanceOf(IoUringEventLoopGroup.class);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldHaveUnixDatagramsOrSayWhyNot() {
        assertThat(transport("uring").domainDatagramChannel()).isEqualTo(IoUringDomainDatagramChannel.class);
        assertThatThrownBy(() -> NettyTransport.of("nio").domainDatagramChannel())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("nio: no Unix datagram channels: the JDK")
                .hasMessageContaining("asked for by name");
    }

    @Test
    void shouldMakeAddressesThatItsUnixChannelsTake() {
        Path path = Path.of("/run/socket");
        assertThat(transport("uring").domainSocketAddress(path)).isEqualTo(new DomainSocketAddress("/run/socket"));
        assertThat(NettyTransport.of("nio").domainSocketAddress(path)).isEqualTo(UnixDomainSocketAddress.of(path));
    }

    private static String threadName(IoEventLoopGroup group) throws Exception {
        EventExecutor loop = group.next();
        String name = loop.submit(() -> Thread.currentThread().getName()).get();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        return name;
    }

    private static NettyTransport transport(String name) {
        assumeTrue(!name.equals("uring") || IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
        return NettyTransport.of(name);
    }
}
