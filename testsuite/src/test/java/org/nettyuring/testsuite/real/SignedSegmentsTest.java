// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringServerSocketChannelConfig;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** {@code TCP_MD5SIG}: who has the key is heard, who has none or another one gets no answer. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class SignedSegmentsTest {
    private static final Map<InetAddress, byte[]> KEY = keys("secret");
    private static final int NO_ANSWER_MILLIS = 500;

    private static Map<InetAddress, byte[]> keys(String key) {
        return Map.of(NetUtil.LOCALHOST4, key.getBytes(StandardCharsets.US_ASCII));
    }

    @BeforeAll
    static void askTheKernel() {
        IoUringSocketChannel probe = new IoUringSocketChannel();
        try {
            probe.config().setTcpMd5Sig(KEY);
        } catch (ChannelException e) {
            Assumptions.abort(e.getCause().getMessage());
        } finally {
            probe.unsafe().closeForcibly();
        }
    }

    private static Loopback serveSigned(TransportUnderTest transport) {
        return Loopback.serve(transport, transport.newGroup(1),
                b -> b.option(IoUringChannelOption.TCP_MD5SIG, KEY), ch -> ch.pipeline().addLast(new Echo()));
    }

    private static ChannelFuture connect(TransportUnderTest transport, EventLoopGroup group, Loopback to,
            Map<InetAddress, byte[]> keys) throws InterruptedException {
        Bootstrap client = transport.bootstrap(group).handler(new EventLog())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, NO_ANSWER_MILLIS);
        if (!keys.isEmpty()) {
            client.option(IoUringChannelOption.TCP_MD5SIG, keys).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000);
        }
        return client.connect(to.address()).await();
    }

    private static void close(EventLoopGroup group) {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
    }

    private static void connectWithTheKey(TransportUnderTest server, TransportUnderTest client) throws Exception {
        EventLoopGroup group = client.newGroup(1);
        try (Loopback loopback = serveSigned(server)) {
            ChannelFuture connect = connect(client, group, loopback, KEY);
            assertThat(connect.cause()).isNull();
            connect.channel().close().sync();
        } finally {
            close(group);
        }
    }

    @Test
    void shouldTalkToClientsOfEitherTransportThatHaveTheKey() throws Exception {
        connectWithTheKey(TransportUnderTest.URING, TransportUnderTest.URING);
        connectWithTheKey(TransportUnderTest.URING, TransportUnderTest.EPOLL);
        connectWithTheKey(TransportUnderTest.EPOLL, TransportUnderTest.URING);
    }

    @Test
    void shouldNotHearWhoHasNoKeyUntilTheKeysAreTakenAway() throws Exception {
        try (Loopback loopback = serveSigned(TransportUnderTest.URING)) {
            ChannelFuture unsigned = connect(TransportUnderTest.URING, loopback.group(), loopback, Map.of());
            assertThat(unsigned.cause()).isInstanceOf(ConnectTimeoutException.class);

            ((IoUringServerSocketChannelConfig) loopback.server().config()).setTcpMd5Sig(Map.of());
            Channel heard = connect(TransportUnderTest.URING, loopback.group(), loopback, Map.of()).sync().channel();
            heard.close().sync();
        }
    }

    @Test
    void shouldRefuseKeysOfAWrongLengthAndChangeNothing() throws Exception {
        try (Loopback loopback = serveSigned(TransportUnderTest.URING)) {
            IoUringServerSocketChannelConfig config = (IoUringServerSocketChannelConfig) loopback.server().config();
            assertThatThrownBy(() -> config.setTcpMd5Sig(keys(""))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TCP_MD5SIG");
            assertThatThrownBy(() -> config.setTcpMd5Sig(keys("k".repeat(81))))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("81 bytes");
            assertThat(config.getOption(IoUringChannelOption.TCP_MD5SIG)).isNull();
            connect(TransportUnderTest.URING, loopback.group(), loopback, KEY).sync().channel().close().sync();
        }
    }
}
