// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * The same attempts to connect, on epoll and on ours: they end with the same class of exception, the same words for the
 * cause and the same address, and the channel is closed or not as epoll's. In a network made for it, in which there are
 * hosts that do not answer, hosts that cannot be reached and networks that may not be entered.
 */
@ExtendWith(NoLeaks.class)
@Timeout(90)
class ConnectLikeEpollTest {
    /** What goes out to 10.9.0.0/24 comes in again, is not for this host, and is dropped without a word. */
    private static final List<String> NETWORK = List.of(
            "ip route add 10.9.0.0/24 dev lo",
            "ip route add unreachable 10.8.0.0/24",
            "ip route add prohibit 10.7.0.0/24",
            "ip route add blackhole 10.6.0.0/24");
    private static final InetSocketAddress SILENT = new InetSocketAddress("10.9.0.2", 80);
    private static final Pattern EPOLL_MESSAGE = Pattern.compile(".*failed with error\\(-\\d+\\):(.*)");

    private final EventLoopGroup ours = TransportUnderTest.URING.newGroup(1);
    private final EventLoopGroup epolls = TransportUnderTest.EPOLL.newGroup(1);

    @AfterEach
    void endTheLoops() {
        for (EventLoopGroup group : List.of(ours, epolls)) {
            assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
        }
    }

    @FunctionalInterface
    private interface Attempt {
        ChannelFuture start(Bootstrap client) throws Exception;
    }

    private void compare(String what, Attempt attempt) throws Exception {
        ChannelFuture epoll = run(TransportUnderTest.EPOLL, epolls, attempt);
        ChannelFuture our = run(TransportUnderTest.URING, ours, attempt);
        assertThat(epoll.cause()).as(what).isNotNull();
        assertThat(our.cause()).as(what).hasSameClassAs(epoll.cause());
        compareMessages(what, our.cause().getMessage(), epoll.cause().getMessage());
        assertThat(our.isCancelled()).as(what).isEqualTo(epoll.isCancelled());
        for (ChannelFuture each : List.of(epoll, our)) {
            assertThat(each.channel().closeFuture().await(10, TimeUnit.SECONDS)).as("closed after: %s", what).isTrue();
        }
    }

    private static ChannelFuture run(TransportUnderTest transport, EventLoopGroup group, Attempt attempt)
            throws Exception {
        Bootstrap client = transport.bootstrap(group).handler(new ChannelInboundHandlerAdapter())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 20_000);
        ChannelFuture future = attempt.start(client);
        assertThat(future.await(30, TimeUnit.SECONDS)).isTrue();
        return future;
    }

    /** Ours name the call in another way; the words for the cause, and the address, are the same. */
    private static void compareMessages(String what, String ours, String epolls) {
        Matcher matcher = epolls == null ? null : EPOLL_MESSAGE.matcher(epolls);
        if (matcher == null) {
            assertThat(ours).as(what).isNull();
        } else if (matcher.matches()) {
            assertThat(ours).as(what).endsWith(matcher.group(1));
        } else if (epolls.startsWith("null")) { // epoll has no words for it
            assertThat(ours).as(what).endsWith(epolls.substring("null".length()));
        } else {
            assertThat(ours).as(what).isEqualTo(epolls);
        }
    }

    @Test
    void shouldFailAsEpollFails() throws Exception {
        SpecialThread.inNewNetwork(NETWORK, () -> {
            InetSocketAddress nobody = new InetSocketAddress(NetUtil.LOCALHOST4, 9);
            compare("refused", client -> client.connect(nobody));
            compare("refused on IPv6", client -> client.connect(new InetSocketAddress(NetUtil.LOCALHOST6, 9)));
            compare("host unreachable", client -> client.connect("10.8.0.1", 80));
            compare("no route", client -> client.connect("10.99.0.1", 80));
            compare("prohibited", client -> client.connect("10.7.0.1", 80));
            compare("swallowed by a route", client -> client.connect("10.6.0.1", 80));
            compare("port 0", client -> client.connect(new InetSocketAddress(NetUtil.LOCALHOST4, 0)));
            compare("broadcast", client -> client.connect("255.255.255.255", 80));
            compare("multicast", client -> client.connect("224.0.0.1", 80));
        });
    }

    @Test
    void shouldGiveUpAsEpollGivesUp() throws Exception {
        SpecialThread.inNewNetwork(NETWORK, () -> {
            compare("the connect timeout is over",
                    client -> client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 200).connect(SILENT));
            compare("the kernel gave up",
                    client -> client.option(EpollChannelOption.TCP_USER_TIMEOUT, 200).connect(SILENT));
            compare("cancelled", client -> {
                ChannelFuture connect = client.connect(SILENT);
                awaitPending(connect);
                assertThat(connect.cancel(false)).isTrue();
                return connect;
            });
            compare("closed", client -> {
                ChannelFuture connect = client.connect(SILENT);
                awaitPending(connect);
                connect.channel().close().sync();
                return connect;
            });
            compare("a second connect while the first is under way", client -> {
                ChannelFuture first = client.connect(SILENT);
                awaitPending(first);
                ChannelFuture second = first.channel().connect(SILENT).await();
                first.channel().close().sync();
                return second;
            });
        });
    }

    /** The attempt is the loop's: what was given to the loop before is done. */
    private static void awaitPending(ChannelFuture connect) throws Exception {
        connect.channel().eventLoop().submit(() -> { }).sync();
        connect.channel().eventLoop().submit(() -> { }).sync();
        assertThat(connect.isDone()).isFalse();
    }

    @Test
    void shouldSayThatTheLocalAddressIsNotHere() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, NetUtil.LOCALHOST4)) {
            InetSocketAddress elsewhere = new InetSocketAddress("203.0.113.1", 0);
            ChannelFuture epoll = run(TransportUnderTest.EPOLL, epolls,
                    client -> client.connect(listener.getLocalSocketAddress(), elsewhere));
            ChannelFuture our = run(TransportUnderTest.URING, ours,
                    client -> client.connect(listener.getLocalSocketAddress(), elsewhere));
            for (ChannelFuture each : List.of(epoll, our)) {
                assertThat(each.cause()).isInstanceOf(IOException.class)
                        .hasMessageContaining("Cannot assign requested address");
                assertThat(each.channel().closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(our.cause()).hasMessageContaining("bind(").hasMessageContaining("203.0.113.1");
        }
    }

    @Test
    void shouldConnectFromTheLocalAddressThatWasAskedFor() throws Exception {
        InetAddress local = InetAddress.getByName("127.0.0.77");
        try (ServerSocket listener = new ServerSocket(0, 50, NetUtil.LOCALHOST4)) {
            int port = freePort(local);
            for (int wanted : List.of(0, port)) {
                InetSocketAddress from = new InetSocketAddress(local, wanted);
                Channel client = TransportUnderTest.URING.bootstrap(ours).handler(new ChannelInboundHandlerAdapter())
                        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, wanted == 0)
                        .connect(listener.getLocalSocketAddress(), from).sync().channel();
                try (java.net.Socket accepted = listener.accept()) {
                    assertThat(accepted.getInetAddress()).isEqualTo(local);
                    assertThat(client.localAddress()).isEqualTo(accepted.getRemoteSocketAddress());
                    assertThat(wanted).isIn(0, accepted.getPort());
                }
                client.close().sync();
            }
        }
    }

    private static int freePort(InetAddress local) throws IOException {
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, local)) {
            return closedAtOnce.getLocalPort();
        }
    }
}
