// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.NettyTransport;

/** Vert.x 5: {@link #main} starts an HTTP server, asks it, and prints its answer. */
public final class VertxRecipe implements io.vertx.core.transport.Transport, io.vertx.core.spi.transport.Transport {
    private final NettyTransport transport;

    /** What {@code Vertx.builder().withTransport()} takes. */
    public VertxRecipe(NettyTransport transport) {
        this.transport = transport;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return transport.ioHandlerFactory();
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean unix) {
        return new ReflectiveChannelFactory<>(
                unix ? transport.serverDomainSocketChannel() : transport.serverSocketChannel());
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean unix) {
        return new ReflectiveChannelFactory<>(unix ? transport.domainSocketChannel() : transport.socketChannel());
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return new ReflectiveChannelFactory<>(transport.datagramChannel());
    }

    @Override
    @SuppressWarnings("deprecation") // the parameter's type
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return datagramChannelFactory().newChannel();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return address.isDomainSocket() ? transport.domainSocketAddress(Path.of(address.path()))
                : io.vertx.core.spi.transport.Transport.super.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return address instanceof DomainSocketAddress unix ? SocketAddress.domainSocketAddress(unix.path())
                : io.vertx.core.spi.transport.Transport.super.convert(address);
    }

    @Override
    public String name() {
        return transport.name();
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return this;
    }

    /** Says what answered, and on which transport. */
    public static void main(String[] args) throws Exception {
        final Vertx vertx = Vertx.builder().withTransport(new VertxRecipe(NettyTransport.best())).build();
        final var server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("Hello, Vert.x"))
                .listen(0, "127.0.0.1").await(5, TimeUnit.SECONDS);
        final var answer = vertx.createHttpClient().request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> request.send().compose(reply -> reply.body())).await(5, TimeUnit.SECONDS);
        System.out.println(answer + " on " + NettyTransport.best().name());
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
