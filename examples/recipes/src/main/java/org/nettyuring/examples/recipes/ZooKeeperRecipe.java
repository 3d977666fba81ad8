// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.NettyServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.nettyuring.channel.NettyTransport;

/** A ZooKeeper server in one's own process, and, in {@link #main}, a client that greets by way of it. */
public final class ZooKeeperRecipe {
    private ZooKeeperRecipe() {}

    /**
     * Makes what takes a server's connections. It ends the loops when it is shut down.
     *
     * @param address to listen on
     * @param transport to listen with
     * @return what a {@code ZooKeeperServer} or a {@code QuorumPeer} takes
     */
    public static ServerCnxnFactory connections(InetSocketAddress address, NettyTransport transport)
            throws IOException {
        System.setProperty(ServerCnxnFactory.ZOOKEEPER_SERVER_CNXN_FACTORY, NettyServerCnxnFactory.class.getName());
        final ServerCnxnFactory factory = ServerCnxnFactory.createFactory(address, 0);
        try {
            // ZooKeeper chooses between epoll and NIO, and a bootstrap lets nothing be set twice.
            final ServerBootstrap bootstrap = (ServerBootstrap)
                    field(NettyServerCnxnFactory.class, "bootstrap").get(factory);
            bootstrap.config().group().shutdownGracefully(0, 0, TimeUnit.SECONDS);
            bootstrap.config().childGroup().shutdownGracefully(0, 0, TimeUnit.SECONDS);
            final EventLoopGroup group = transport.newGroup();
            field(AbstractBootstrap.class, "group").set(bootstrap, group);
            field(ServerBootstrap.class, "childGroup").set(bootstrap, group);
            field(AbstractBootstrap.class, "channelFactory").set(bootstrap,
                    new ReflectiveChannelFactory<>(transport.serverSocketChannel()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of ZooKeeper or Netty keeps its bootstrap elsewhere", e);
        }
        return factory;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        final Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Says what answered, and on which transport; its argument is a directory for the server. */
    public static void main(String[] args) throws Exception {
        final File data = new File(args[0]);
        final ServerCnxnFactory connections = connections(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), NettyTransport.best());
        connections.startup(new ZooKeeperServer(data, data, ZooKeeperServer.DEFAULT_TICK_TIME));
        final ZooKeeper client = new ZooKeeper("127.0.0.1:" + connections.getLocalPort(), 5_000, event -> {});
        client.create("/greeting", "Hello, ZooKeeper".getBytes(StandardCharsets.UTF_8), Ids.OPEN_ACL_UNSAFE,
                CreateMode.EPHEMERAL);
        System.out.println(new String(client.getData("/greeting", null, null), StandardCharsets.UTF_8) + " on "
                + NettyTransport.best().name());
        client.close();
        connections.shutdown();
    }
}
