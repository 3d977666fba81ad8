// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty.unix;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.SocketSslClientRenegotiateTest;
import io.netty.testsuite.transport.socket.SocketSslEchoTest;
import io.netty.testsuite.transport.socket.SocketSslGreetingTest;
import io.netty.testsuite.transport.socket.SocketStartTlsTest;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.nettyuring.testsuite.UnixNames;

/** Netty's suites for TLS, over Unix domain sockets: they take long, so ours with itself only. */
class UnixSocketTlsSuitesTest {
    @Nested
    class SslClientRenegotiate extends SocketSslClientRenegotiateTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.oneWithItself();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class SslEcho extends SocketSslEchoTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.oneWithItself();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class SslGreeting extends SocketSslGreetingTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.oneWithItself();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }

    @Nested
    class StartTls extends SocketStartTlsTest {
        @Override
        protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
            return UnixTestPermutation.oneWithItself();
        }

        @Override
        protected SocketAddress newSocketAddress() {
            return UnixNames.path();
        }
    }
}
