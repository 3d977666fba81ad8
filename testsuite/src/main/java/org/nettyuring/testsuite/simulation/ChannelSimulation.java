// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.op.IoPriority;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.PeerListener;

/**
 * The transport's own channels, accepted and connected, on one or two real loops: streams of known bytes both ways with
 * autoRead switched on and off, priorities that change, moves from loop to loop, half-closes from either side, resets,
 * and closes in the middle. Nothing is lost that may not be, and nothing is left.
 */
public final class ChannelSimulation implements Simulation {
    private static final int STEPS = 60;
    private static final int MAX_FINISHING_TURNS = 20_000;

    private FakeKernel kernel;
    private SplittableRandom random;
    private SimulatedLoop loop;
    /** Connections move between the two; null if they stay, or leave and come back. */
    private SimulatedLoop otherLoop;
    private EventLoop running;
    private Channel server;
    private final List<ChannelConnection> connections = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    /** Null if nobody has a priority; else it says who gets which. */
    private SplittableRandom priorities;
    private final Deque<ChannelConnection> notAccepted = new ArrayDeque<>();
    private Throwable failure;

    @Override
    public String name() {
        return "channel";
    }

    @Override
    public void run(FakeKernel newKernel) {
        kernel = newKernel;
        random = new SplittableRandom(kernel.plan().seed() ^ 0x5DEECE66DL);
        SplittableRandom second = new SplittableRandom(kernel.plan().seed() ^ 0x2545F4914F6CDD1DL);
        priorities = second.nextInt(3) == 0 ? second : null;
        loop = new SimulatedLoop(kernel, Machine.config(random, 4));
        otherLoop = random.nextBoolean() ? new SimulatedLoop(kernel, Machine.config(random, 4)) : null;
        kernel.script().whenDone(this::peersAct);
        listen();
        int count = 1 + random.nextInt(5);
        for (int step = 0; step < STEPS; step++) {
            if (connections.size() < count && random.nextInt(4) == 0) {
                connect();
            }
            connections.forEach(connection -> connection.act(false));
            if (random.nextBoolean()) {
                peersAct();
            }
            prioritize();
            turn(random.nextInt(4) == 0);
        }
        finish();
    }

    private void listen() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop.eventLoop())
                .channelFactory(() -> new IoUringServerSocketChannel(kernel, family()))
                .option(ChannelOption.ALLOCATOR, kernel.allocator())
                .childOption(ChannelOption.ALLOCATOR, kernel.allocator())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, notAccepted.remove());
                    }
                });
        server = bootstrap.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).channel();
        turn(false);
        turn(false);
    }

    private SocketProtocolFamily family() {
        return random.nextBoolean() ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    private void initialize(Channel channel, ChannelConnection connection) {
        if (random.nextInt(3) == 0) {
            channel.config().setOption(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, random.nextInt(500));
        }
        connection.initialize(channel);
        channels.add(channel);
    }

    private void prioritize() {
        if (priorities != null && !channels.isEmpty()) {
            Channel channel = channels.get(priorities.nextInt(channels.size()));
            IoPriority[] all = IoPriority.values();
            channel.config().setOption(IoUringChannelOption.IO_PRIORITY, all[priorities.nextInt(all.length)]);
        }
    }

    private void connect() {
        ChannelConnection connection = new ChannelConnection(this, random.nextLong());
        connections.add(connection);
        if (random.nextInt(3) == 0) {
            PeerListener listener = kernel.peers().listen();
            connection.listener(listener);
            boolean early = random.nextBoolean();
            new Bootstrap().group(loop.eventLoop())
                    .channelFactory(() -> new IoUringSocketChannel(kernel, family()))
                    .option(ChannelOption.ALLOCATOR, kernel.allocator())
                    .option(ChannelOption.TCP_FASTOPEN_CONNECT, early)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            initialize(channel, connection);
                            if (early) {
                                connection.writeEarly();
                            }
                        }
                    })
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
        } else {
            notAccepted.add(connection);
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            try {
                connection.peer(kernel.peers().connect(port));
            } catch (ConnectException e) {
                throw new AssertionError(e);
            }
        }
    }

    private boolean peersAct() {
        boolean acted = false;
        for (ChannelConnection connection : connections) {
            acted |= connection.peerActs();
        }
        return acted;
    }

    private void turn(boolean blocking) {
        turn(loop, blocking);
        if (otherLoop != null) {
            turn(otherLoop, random.nextInt(8) == 0);
        }
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    private void turn(SimulatedLoop whose, boolean blocking) {
        running = whose.eventLoop();
        if (blocking) {
            whose.blockingTurn();
        } else {
            whose.turn();
        }
        running = null;
    }

    /** {@return whether a channel may be told something now: its loop has its turn, or none has} */
    boolean isTurnOf(Channel channel) {
        return running == null || running == channel.eventLoop();
    }

    /** {@return where a channel of a loop goes next} */
    EventLoop nextLoop(EventLoop from) {
        return otherLoop == null || from == otherLoop.eventLoop() ? loop.eventLoop() : otherLoop.eventLoop();
    }

    private void finish() {
        int turns = 0;
        while (!connections.stream().allMatch(ChannelConnection::isDone)) {
            connections.forEach(connection -> connection.act(true));
            peersAct();
            turn(turns % 4 == 3);
            if (++turns > MAX_FINISHING_TURNS) {
                throw new AssertionError("no end after " + turns + " turns");
            }
        }
        connections.forEach(ChannelConnection::verify);
        server.close();
        connections.forEach(ChannelConnection::release);
        if (otherLoop != null) {
            otherLoop.shutDown();
        }
        loop.close();
    }

    FakeKernel kernel() {
        return kernel;
    }

    SplittableRandom random() {
        return random;
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("channel simulation ")
                .append(priorities == null ? "" : "with priorities ").append(loop == null ? "" : loop.without())
                .append(otherLoop == null ? "" : ", other loop " + otherLoop.without()).append(':');
        for (ChannelConnection connection : connections) {
            text.append(connection.isDone() ? "\n  done: " : "\n  not done: ").append(connection);
        }
        return text.toString();
    }
}
