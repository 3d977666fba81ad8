// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.TransportUnderTest;

/** A server of one transport on the loopback interface with its own loops. {@link #close()} ends all and waits. */
final class Loopback implements AutoCloseable {
    private final TransportUnderTest transport;
    private final EventLoopGroup group;
    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel server;

    private Loopback(TransportUnderTest transport, EventLoopGroup group) {
        this.transport = transport;
        this.group = group;
    }

    /**
     * Starts a server on one loop.
     *
     * @param transport whose
     * @param onAccept fills the pipeline of each connection
     * @return the running server
     */
    static Loopback serve(TransportUnderTest transport, Consumer<SocketChannel> onAccept) {
        return serve(transport, transport.newGroup(1), b -> { }, onAccept);
    }

    /**
     * Starts a server.
     *
     * @param transport whose
     * @param group its loops; ended by {@link #close()}
     * @param options sets what the test needs
     * @param onAccept fills the pipeline of each connection
     * @return the running server
     */
    static Loopback serve(TransportUnderTest transport, EventLoopGroup group, Consumer<ServerBootstrap> options,
            Consumer<SocketChannel> onAccept) {
        ServerBootstrap bootstrap = transport.serverBootstrap(group).option(ChannelOption.SO_BACKLOG, 4096);
        options.accept(bootstrap);
        return serve(transport, group, bootstrap, onAccept);
    }

    /**
     * Starts a server that the test has described.
     *
     * @param transport whose
     * @param group its loops; ended by {@link #close()}
     * @param bootstrap everything but the pipeline of each connection
     * @param onAccept fills that
     * @return the running server
     */
    static Loopback serve(TransportUnderTest transport, EventLoopGroup group, ServerBootstrap bootstrap,
            Consumer<SocketChannel> onAccept) {
        Loopback loopback = new Loopback(transport, group);
        bootstrap.childHandler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel ch) {
                loopback.accepted.add(ch);
                onAccept.accept(ch);
            }
        });
        loopback.server = bootstrap.bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0)).syncUninterruptibly().channel();
        return loopback;
    }

    /** {@return where the server listens} */
    InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** {@return the loops} */
    EventLoopGroup group() {
        return group;
    }

    /** {@return the accepted connections that are open} */
    ChannelGroup accepted() {
        return accepted;
    }

    /** {@return the listening channel} */
    Channel server() {
        return server;
    }

    /**
     * A client of the same transport on the same loops.
     *
     * @param onConnect fills the pipeline
     * @return a bootstrap with the server's address
     */
    Bootstrap client(Consumer<SocketChannel> onConnect) {
        return transport.bootstrap(group).remoteAddress(address()).handler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel ch) {
                onConnect.accept(ch);
            }
        });
    }

    /** {@return a blocking client; of TLS unless that is null} */
    Socket connect(Tls tls) throws IOException {
        return tls == null ? new Socket(address().getAddress(), address().getPort())
                : tls.socketFactory().createSocket(address().getAddress(), address().getPort());
    }

    /** Waits until no accepted connection is open. */
    void awaitNoneOpen() {
        Await.until(() -> accepted.size() + " connections still open, e.g. " + accepted.iterator().next(),
                Duration.ofSeconds(30), accepted::isEmpty);
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        accepted.close().awaitUninterruptibly();
        if (!group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the loops did not end: " + group);
        }
    }
}
