// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nettyuring.channel.NettyTransport;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Reactor Netty, and Spring WebFlux on it: {@link #main} starts an HTTP server, asks it, and prints its answer. */
public final class ReactorNettyRecipe implements LoopResources {
    private final NettyTransport transport;
    private final EventLoopGroup group;

    /** Makes the loops of all servers and clients that run on it. */
    public ReactorNettyRecipe(NettyTransport transport) {
        this.transport = transport;
        group = transport.newGroup();
    }

    /** {@return the loops of servers, and by default of their acceptors and of clients} */
    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return group;
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(Class<C> kind, EventLoopGroup loops) {
        return Stream.of(transport.serverSocketChannel(), transport.socketChannel(), transport.datagramChannel(),
                        transport.serverDomainSocketChannel(), transport.domainSocketChannel())
                .filter(kind::isAssignableFrom).findFirst()
                .orElseThrow(() -> new UnsupportedOperationException("no " + kind.getSimpleName() + " on " + transport))
                .asSubclass(kind);
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> kind, EventLoopGroup loops) {
        return new ReflectiveChannelFactory<C>(onChannelClass(kind, loops)).newChannel();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return Mono.create(disposed -> group
                .shutdownGracefully(quietPeriod.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                .addListener(terminated -> disposed.success()));
    }

    /** Says what answered, and on which transport. */
    public static void main(String[] args) {
        final NettyTransport transport = NettyTransport.best();
        final LoopResources loops = new ReactorNettyRecipe(transport);
        final DisposableServer server = HttpServer.create().host("127.0.0.1").runOn(loops)
                .handle((request, response) -> response.sendString(Mono.just("Hello, Reactor Netty")))
                .bindNow();
        final String answer = HttpClient.create(ConnectionProvider.newConnection()).runOn(loops)
                .remoteAddress(server::address).get().uri("/").responseContent().aggregate().asString().block();
        System.out.println(answer + " on " + transport.name());
        server.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
    }
}
