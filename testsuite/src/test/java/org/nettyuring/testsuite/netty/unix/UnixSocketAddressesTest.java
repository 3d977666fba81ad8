// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty.unix;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.SocketAddressesTest;
import java.net.SocketAddress;
import java.util.List;
import org.nettyuring.testsuite.UnixNames;

class UnixSocketAddressesTest extends SocketAddressesTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
        return UnixTestPermutation.pairs();
    }

    @Override
    protected SocketAddress newSocketAddress() {
        return UnixNames.path();
    }

    @Override
    protected void assertAddress(SocketAddress address) {
        assertThat(address).isInstanceOf(DomainSocketAddress.class);
    }
}
