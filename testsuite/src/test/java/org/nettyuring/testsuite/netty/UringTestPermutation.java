// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
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
    public static final UringTestPermutation INSTANCE = new UringTestPermutation();

    private final TransportUnderTest transport = TransportUnderTest.selected();
    private final EventLoopGroup group = transport.newGroup(NUM_THREADS);
    private final EventLoopGroup nioGroup = TransportUnderTest.NIO.newGroup(NUM_THREADS);

    private UringTestPermutation() {}

    @Override
    public List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> socket() {
        List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> pairs = new ArrayList<>();
        pairs.addAll(combo(serverSocket(), clientSocket()));
        pairs.addAll(combo(serverSocket(), super.clientSocket()));
        pairs.addAll(combo(super.serverSocket(), clientSocket()));
        return pairs;
    }

    /** The pairs with early data, both ends of which the tests switch on. */
    @Override
    public List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> socketWithFastOpen() {
        List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> pairs = new ArrayList<>();
        pairs.addAll(combo(serverSocket(), clientSocketWithFastOpen()));
        pairs.addAll(combo(super.serverSocket(), clientSocketWithFastOpen()));
        return pairs;
    }

    @Override
    public List<BootstrapFactory<Bootstrap>> clientSocketWithFastOpen() {
        return List.of(() -> transport.bootstrap(group).option(ChannelOption.TCP_FASTOPEN_CONNECT, true));
    }

    @Override
    public List<BootstrapFactory<ServerBootstrap>> serverSocket() {
        return List.of(() -> transport.serverBootstrap(group));
    }

    @Override
    public List<BootstrapFactory<Bootstrap>> clientSocket() {
        return List.of(() -> transport.bootstrap(group));
    }

    @Override
    public List<BootstrapComboFactory<Bootstrap, Bootstrap>> datagram(SocketProtocolFamily family) {
        List<BootstrapFactory<Bootstrap>> ours = datagramSocket(family);
        List<BootstrapFactory<Bootstrap>> theirs =
                List.of(() -> new Bootstrap().group(nioGroup).channelFactory(() -> new NioDatagramChannel(family)));
        List<BootstrapComboFactory<Bootstrap, Bootstrap>> pairs = new ArrayList<>();
        pairs.addAll(combo(ours, ours));
        pairs.addAll(combo(ours, theirs));
        pairs.addAll(combo(theirs, ours));
        return pairs;
    }

    @Override
    public List<BootstrapFactory<Bootstrap>> datagramSocket() {
        return datagramSocket(null);
    }

    private List<BootstrapFactory<Bootstrap>> datagramSocket(SocketProtocolFamily family) {
        return List.of(() -> new Bootstrap().group(group).channelFactory(() -> transport.datagramChannel(family)));
    }

    /** {@return Unix domain datagrams, which NIO does not have} */
    public List<BootstrapComboFactory<Bootstrap, Bootstrap>> domainDatagram() {
        List<BootstrapFactory<Bootstrap>> ours =
                List.of(() -> new Bootstrap().group(group).channelFactory(transport::domainDatagramChannel));
        return combo(ours, ours);
    }
}
