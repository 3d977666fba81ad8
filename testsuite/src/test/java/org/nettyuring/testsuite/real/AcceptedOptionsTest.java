// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Accepted connections have {@code TCP_NODELAY} as with epoll, whoever set it, and without a call for each. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AcceptedOptionsTest {
    private static final int CONNECTIONS = 100;
    private static final ChannelOption<Integer> BY_NUMBER = new IntegerUnixChannelOption(
            "TCP_NODELAY by its number", SocketConstants.IPPROTO_TCP, SocketConstants.TCP_NODELAY);

    @Test
    void shouldMakeNoSystemCallForAConnectionButItsClose() throws Exception {
        CountingSyscalls calls = new CountingSyscalls();
        EventLoopGroup group = new IoUringEventLoopGroup(
                1, Mode.selected().config().syscalls(calls.syscalls()).build());
        ServerBootstrap bootstrap = new ServerBootstrap().group(group)
                .channelFactory(() -> new IoUringServerSocketChannel(calls.syscalls(), null));
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, group, bootstrap,
                ch -> ch.pipeline().addLast(new Echo()))) {
            visit(loopback.address());
            loopback.awaitNoneOpen();
            int closed = calls.of("close");
            int others = otherThanClose(calls);
            for (int i = 0; i < CONNECTIONS; i++) {
                visit(loopback.address());
            }
            loopback.awaitNoneOpen();
            assertThat(otherThanClose(calls) - others).as("for %s connections", CONNECTIONS).isZero();
            assertThat(calls.of("close") - closed).as("counted at all").isEqualTo(CONNECTIONS);
        }
    }

    private static int otherThanClose(CountingSyscalls calls) {
        return calls.of("setsockopt") + calls.of("getsockopt") + calls.of("getsockname") + calls.of("getpeername")
                + calls.of("shutdown") + calls.of("fcntl");
    }

    private static void visit(InetSocketAddress address) throws IOException {
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "URING"})
    void shouldHaveNoDelayUnlessTheChildOptionSaysOtherwise(TransportUnderTest transport) throws Exception {
        assertThat(noDelayOfTwo(transport, bootstrap -> { }, server -> { })).containsExactly(true, true);
        assertThat(noDelayOfTwo(transport, bootstrap -> bootstrap.childOption(ChannelOption.TCP_NODELAY, true),
                server -> { })).containsExactly(true, true);
        assertThat(noDelayOfTwo(transport, bootstrap -> bootstrap.childOption(ChannelOption.TCP_NODELAY, false),
                server -> { })).containsExactly(false, false);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "URING"})
    void shouldHaveNoDelayWhateverTheListenerBecomes(TransportUnderTest transport) throws Exception {
        assertThat(noDelayOfTwo(transport, bootstrap -> bootstrap.option(BY_NUMBER, 0), server -> { }))
                .containsExactly(true, true);
        assertThat(noDelayOfTwo(transport, bootstrap -> { }, server -> server.config().setOption(BY_NUMBER, 0)))
                .containsExactly(true, true);
        assertThat(noDelayOfTwo(transport, bootstrap -> bootstrap.option(BY_NUMBER, 0),
                server -> server.config().setOption(BY_NUMBER, 1))).containsExactly(true, true);
    }

    /** What the kernel says of one connection, and of one that is accepted after something was done to the listener. */
    private static boolean[] noDelayOfTwo(
            TransportUnderTest transport, Consumer<ServerBootstrap> options, Consumer<Channel> between)
            throws Exception {
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1), options, ch -> { })) {
            boolean first = noDelayOfTheNext(loopback);
            between.accept(loopback.server());
            return new boolean[] {first, noDelayOfTheNext(loopback)};
        }
    }

    private static boolean noDelayOfTheNext(Loopback loopback) throws IOException {
        try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel accepted = loopback.accepted().iterator().next();
            boolean noDelay = ((SocketChannelConfig) accepted.config()).isTcpNoDelay();
            assertThat(accepted.config().getOption(BY_NUMBER)).isEqualTo(noDelay ? 1 : 0);
            client.shutdownOutput();
            loopback.awaitNoneOpen();
            return noDelay;
        }
    }
}
