// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** ZooKeeper 3.9, which was built for Netty 4.1, on Netty 4.2: its server here, its client where it wants. */
@ExtendWith(LeavesNothing.class)
class ZooKeeperRecipeTest {
    private static final int MANY = 100;
    private static final int BIG = 500_000;

    static {
        System.setProperty("zookeeper.forceSync", "no"); // the disk is not what is tested
    }

    private final BlockingQueue<WatchedEvent> events = new LinkedBlockingQueue<>();
    private ServerCnxnFactory connections;
    private ZooKeeper client;

    private void start(Path directory, String socket) throws Exception {
        connections = ZooKeeperRecipe.connections(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Transports.URING.make());
        connections.startup(new ZooKeeperServer(directory.toFile(), directory.toFile(), 500));
        final ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, socket);
        client = new ZooKeeper("127.0.0.1:" + connections.getLocalPort(), 10_000, events::add, config);
        assertThat(next().getState()).isEqualTo(KeeperState.SyncConnected);
    }

    private WatchedEvent next() throws InterruptedException {
        return events.poll(20, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        if (connections != null) {
            client.close();
            connections.shutdown();
            connections.join();
            connections = null; // JUnit keeps this object, and it its channels
        }
    }

    @Test
    void shouldServeOnTheTransportItWasGiven(@TempDir Path directory) throws Exception {
        start(directory, "org.apache.zookeeper.ClientCnxnSocketNIO");
        final byte[] big = new byte[BIG];
        new Random(7).nextBytes(big);
        client.create("/big", big, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        assertThat(client.getData("/big", true, null)).isEqualTo(big);
        client.setData("/big", new byte[1], -1);
        assertThat(next().getType()).isEqualTo(EventType.NodeDataChanged);
        for (int i = 0; i < MANY; i++) {
            client.create("/many-", new byte[i], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
        }
        assertThat(client.getChildren("/", false)).hasSize(MANY + 2);
        LiveChannels.shouldBe(Transports.URING.channels(Map.of("ServerSocketChannel", 1, "SocketChannel", 1)));
    }

    /** Its class of channels comes from a static method: nothing to configure, nothing to reflect on. */
    @Test
    void shouldLeaveTheClientOnEpollBesideTheServerOnIoUring(@TempDir Path directory) throws Exception {
        Transports.EPOLL.make();
        start(directory, "org.apache.zookeeper.ClientCnxnSocketNetty");
        for (int i = 0; i < MANY; i++) {
            client.create("/many-", new byte[i], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
        }
        assertThat(client.getChildren("/", false)).hasSize(MANY + 1);
        final Map<String, Integer> both = new TreeMap<>(Map.of("EpollSocketChannel", 1));
        both.putAll(Transports.URING.channels(Map.of("ServerSocketChannel", 1, "SocketChannel", 1)));
        LiveChannels.shouldBe(both);
    }

    @Test
    void shouldSayWhatAnsweredAndOnWhichTransport(@TempDir Path directory) throws Exception {
        MainsTest.shouldSayWhatAnswered(ZooKeeperRecipe::main, directory.toString());
    }
}
