// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.netty.channel.EventLoopGroupConfiguration;
import io.micronaut.http.netty.channel.EventLoopGroupFactory;
import io.micronaut.http.netty.channel.NettyChannelType;
import io.micronaut.runtime.server.EmbeddedServer;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ReflectiveChannelFactory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import org.nettyuring.channel.NettyTransport;

/** Micronaut, chosen by its name: {@link #main} starts an HTTP server, asks it, and prints its answer. */
@Singleton
@Named("nettyuring")
public final class MicronautRecipe implements EventLoopGroupFactory {
    /** What stands in {@code application.properties}. */
    static final Map<String, Object> PROPERTIES = Map.of(
            "micronaut.netty.event-loops.default.transport", "nettyuring",
            "micronaut.server.netty.parent.transport", "nettyuring");

    private final NettyTransport transport = NettyTransport.best();

    @Override
    public IoHandlerFactory createIoHandlerFactory(EventLoopGroupConfiguration loops) {
        return transport.ioHandlerFactory();
    }

    @Override
    public Class<? extends Channel> channelClass(NettyChannelType type) {
        return switch (type) {
            case SERVER_SOCKET -> transport.serverSocketChannel();
            case CLIENT_SOCKET -> transport.socketChannel();
            case DOMAIN_SERVER_SOCKET -> transport.serverDomainSocketChannel();
            case DOMAIN_SOCKET -> transport.domainSocketChannel();
            case DATAGRAM_SOCKET -> transport.datagramChannel();
        };
    }

    @Override
    public Class<? extends Channel> channelClass(NettyChannelType type, EventLoopGroupConfiguration loops) {
        return channelClass(type);
    }

    @Override
    public Channel channelInstance(NettyChannelType type, EventLoopGroupConfiguration loops) {
        return new ReflectiveChannelFactory<>(channelClass(type)).newChannel();
    }

    /** An application. */
    @Controller(produces = MediaType.TEXT_PLAIN, consumes = MediaType.ALL)
    public static final class Application {
        /** {@return a greeting} */
        @Get
        public String hello() {
            return "Hello, Micronaut";
        }

        /** {@return how many bytes were sent here} */
        @Post("/length")
        public String length(@Body byte[] body) {
            return String.valueOf(body.length);
        }
    }

    /** Says what answered, and on which transport. */
    public static void main(String[] args) {
        try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, PROPERTIES);
                HttpClient client = server.getApplicationContext().createBean(HttpClient.class, server.getURL())) {
            System.out.println(client.toBlocking().retrieve("/") + " on " + NettyTransport.best().name());
        }
    }
}
