// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty.unix;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import java.util.List;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * The pairs of transports that Netty's suites run on over Unix domain sockets: ours with ours, ours serving epoll, and
 * epoll serving ours. Missing are the suites that cast to {@code SocketChannel} or {@code InetSocketAddress} and so can
 * pass with no transport, epoll included; {@code suites.txt} names them.
 */
final class UnixTestPermutation {
    private static final int THREADS = 2;
    private static final TransportUnderTest SELECTED = TransportUnderTest.selected();
    private static final EventLoopGroup OURS = SELECTED.newGroup(THREADS);
    private static final EventLoopGroup EPOLLS = TransportUnderTest.EPOLL.newGroup(THREADS);

    private UnixTestPermutation() {}

    static List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> pairs() {
        return List.of(
                pair(SELECTED, OURS, SELECTED, OURS),
                pair(SELECTED, OURS, TransportUnderTest.EPOLL, EPOLLS),
                pair(TransportUnderTest.EPOLL, EPOLLS, SELECTED, OURS));
    }

    /** For suites that take long, as those with TLS do, or wait for seconds. */
    static List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> oneWithItself() {
        return List.of(pair(SELECTED, OURS, SELECTED, OURS));
    }

    static List<BootstrapFactory<ServerBootstrap>> servers() {
        return List.of(() -> SELECTED.unixServerBootstrap(OURS));
    }

    static List<BootstrapFactory<Bootstrap>> clients() {
        return List.of(() -> SELECTED.unixBootstrap(OURS));
    }

    private static BootstrapComboFactory<ServerBootstrap, Bootstrap> pair(
            TransportUnderTest server, EventLoopGroup serverGroup, TransportUnderTest client,
            EventLoopGroup clientGroup) {
        return new BootstrapComboFactory<>() {
            @Override
            public ServerBootstrap newServerInstance() {
                return server.unixServerBootstrap(serverGroup);
            }

            @Override
            public Bootstrap newClientInstance() {
                return client.unixBootstrap(clientGroup);
            }
        };
    }
}
