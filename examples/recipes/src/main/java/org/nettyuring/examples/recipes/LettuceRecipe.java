// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.EventExecutorGroup;
import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.NettyTransport;

/** Lettuce: {@link #main} greets by way of a Redis server. TCP only: for Unix sockets Lettuce asks for epoll. */
public final class LettuceRecipe extends DefaultEventLoopGroupProvider implements NettyCustomizer, AutoCloseable {
    private final NettyTransport transport;
    private final DnsAddressResolverGroup names;
    private final ClientResources resources;

    /** Makes the resources that clients share. */
    public LettuceRecipe(NettyTransport transport) {
        super(Runtime.getRuntime().availableProcessors());
        this.transport = transport;
        names = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelType(transport.datagramChannel())
                .socketChannelType(transport.socketChannel()));
        resources = ClientResources.builder()
                .eventLoopGroupProvider(this)
                .nettyCustomizer(this)
                .addressResolverGroup(names)
                .build();
    }

    /** {@return what {@code RedisClient.create()} and {@code RedisClusterClient.create()} take} */
    public ClientResources resources() {
        return resources;
    }

    @Override
    protected <T extends EventLoopGroup> EventExecutorGroup doCreateEventLoopGroup(Class<T> type, int threads,
            io.lettuce.core.resource.ThreadFactoryProvider factories) {
        return transport.newGroup(threads, factories.getThreadFactory("lettuce-" + transport.name()));
    }

    /** The class of channels is already set, cannot be set twice, and cannot be chosen in another way. */
    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
        try {
            final Field channelFactory = AbstractBootstrap.class.getDeclaredField("channelFactory");
            channelFactory.setAccessible(true);
            channelFactory.set(bootstrap, new ReflectiveChannelFactory<>(transport.socketChannel()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of Netty keeps its channel factory elsewhere", e);
        }
    }

    /** Resources end neither a resolver nor a provider that they were given. */
    @Override
    public void close() {
        names.close();
        resources.shutdown(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        shutdown(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Says what answered, and on which transport; its argument is {@code redis://127.0.0.1:6379} or so. */
    public static void main(String[] args) {
        try (LettuceRecipe lettuce = new LettuceRecipe(NettyTransport.best());
                RedisClient client = RedisClient.create(lettuce.resources(), args[0])) {
            final RedisCommands<String, String> redis = client.connect().sync();
            redis.set("greeting", "Hello, Lettuce");
            System.out.println(redis.get("greeting") + " on " + lettuce.transport.name());
        }
    }
}
