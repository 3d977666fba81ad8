// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Addresses cost a system call each: only when asked, and once. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AddressTest {
    private static final TransportUnderTest URING = TransportUnderTest.URING;

    private final CountingSyscalls calls = new CountingSyscalls();
    private final IoUringEventLoopGroup group = new IoUringEventLoopGroup(1,
            Mode.selected().config().syscalls(calls.syscalls()).build());
    private final ServerBootstrap bootstrap = new ServerBootstrap().group(group)
            .channelFactory(() -> new IoUringServerSocketChannel(calls.syscalls(), null));

    @Test
    void shouldNotLookAddressesUpForAConnectionThatNobodyAsksAbout() throws Exception {
        try (Loopback loopback = Loopback.serve(URING, group, bootstrap, ch -> ch.pipeline().addLast(new Echo()))) {
            InetSocketAddress address = loopback.address();
            int before = lookups();
            for (int i = 0; i < 100; i++) {
                try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                    client.getOutputStream().write(1);
                    assertThat(client.getInputStream().read()).isEqualTo(1);
                }
            }
            loopback.awaitNoneOpen();
            assertThat(lookups() - before).as("getsockname and getpeername for 100 connections").isZero();
        }
    }

    @Test
    void shouldLookEachAddressUpOnceForAConnectionThatSomebodyAsksAbout() throws Exception {
        try (Loopback loopback = Loopback.serve(URING, group, bootstrap,
                ch -> ch.pipeline().addLast(new ChannelInboundHandlerAdapter()));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            Await.until("accepted", () -> !loopback.accepted().isEmpty());
            Channel ch = loopback.accepted().iterator().next();
            int before = lookups();
            for (int i = 0; i < 3; i++) {
                assertThat(ch.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
                assertThat(ch.localAddress()).isEqualTo(client.getRemoteSocketAddress());
            }
            assertThat(lookups() - before).isEqualTo(2);
            ch.close().sync();
            assertThat(ch.remoteAddress()).as("still known after the close").isEqualTo(client.getLocalSocketAddress());
        }
    }

    private int lookups() {
        return calls.of("getsockname") + calls.of("getpeername");
    }
}
