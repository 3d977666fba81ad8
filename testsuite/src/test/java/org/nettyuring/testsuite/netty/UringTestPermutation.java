// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.SocketTestPermutation;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * The pairs of transports that Netty's suites run on: ours with ours, ours serving NIO, and NIO serving ours. NIO with
 * NIO is Netty's own business.
 */
public final class UringTestPermutation extends SocketTestPermutation {
    static final UringTestPermutation INSTANCE = new UringTestPermutation();

    private final TransportUnderTest transport = TransportUnderTest.selected();
    private final EventLoopGroup group = transport.newGroup(NUM_THREADS);

    private UringTestPermutation() {}

    @Override
    public List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> socket() {
        List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> pairs = new ArrayList<>();
        pairs.addAll(combo(serverSocket(), clientSocket()));
        pairs.addAll(combo(serverSocket(), super.clientSocket()));
        pairs.addAll(combo(super.serverSocket(), clientSocket()));
        return pairs;
    }

    @Override
    public List<BootstrapFactory<ServerBootstrap>> serverSocket() {
        return List.of(() -> transport.serverBootstrap(group));
    }

    @Override
    public List<BootstrapFactory<Bootstrap>> clientSocket() {
        return List.of(() -> transport.bootstrap(group));
    }
}
