// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.Fault;

/**
 * Datagram channels on the real loop, connected and not, with autoRead switched on and off, moves off the loop and
 * back, receivers that go, and closes in the middle. Datagrams are whole or cut to the allocator's guess, none is lost
 * or doubled, and every write is told what became of it.
 */
public final class DatagramSimulation implements Simulation {
    private static final int STEPS = 60;
    private static final int MAX_FINISHING_TURNS = 20_000;
    private static final int[] GUESSES = {64, 500, 2048, 20_000, 65_536};

    private FakeKernel kernel;
    private SplittableRandom random;
    private SimulatedLoop loop;
    private final List<DatagramActor> actors = new ArrayList<>();
    private Throwable failure;

    @Override
    public String name() {
        return "datagram";
    }

    @Override
    public void run(FakeKernel newKernel) {
        kernel = newKernel;
        random = new SplittableRandom(kernel.plan().seed() ^ 0xDA7A_6A3L);
        loop = new SimulatedLoop(kernel, Machine.config(random, 4));
        kernel.script().whenDone(this::peersAct);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            open();
        }
        for (int step = 0; step < STEPS; step++) {
            actors.forEach(actor -> actor.act(false));
            if (random.nextBoolean()) {
                peersAct();
            }
            turn(random.nextInt(4) == 0);
        }
        finish();
    }

    private void open() {
        int guess = GUESSES[random.nextInt(GUESSES.length)];
        DatagramActor actor = new DatagramActor(this, guess);
        actors.add(actor);
        SocketProtocolFamily family = random.nextBoolean() ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        new Bootstrap().group(loop.eventLoop())
                .channelFactory(() -> new IoUringDatagramChannel(kernel, family))
                .option(ChannelOption.ALLOCATOR, kernel.allocator())
                .option(ChannelOption.AUTO_READ, random.nextBoolean())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(guess))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        actor.initialize(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private boolean peersAct() {
        boolean acted = false;
        for (DatagramActor actor : actors) {
            acted |= actor.peerActs();
        }
        return acted;
    }

    private void turn(boolean blocking) {
        if (blocking) {
            loop.blockingTurn();
        } else {
            loop.turn();
        }
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure);
        }
    }

    private void finish() {
        int turns = 0;
        while (!actors.stream().allMatch(DatagramActor::isDone)) {
            actors.forEach(actor -> actor.act(true));
            peersAct();
            turn(turns % 4 == 3);
            if (++turns > MAX_FINISHING_TURNS) {
                throw new AssertionError("no end after " + turns + " turns");
            }
        }
        actors.forEach(DatagramActor::verify);
        actors.forEach(DatagramActor::release);
        loop.close();
    }

    FakeKernel kernel() {
        return kernel;
    }

    /** {@return whether a datagram was sent in vain: then later ones overtook it} */
    boolean hasRefused() {
        return kernel.plan().fired(Fault.NO_SEND_ROOM) + kernel.plan().fired(Fault.SEND_EINTR) > 0;
    }

    SplittableRandom random() {
        return random;
    }

    EventLoopGroup group() {
        return loop.eventLoop();
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("datagram simulation ")
                .append(loop == null ? "" : loop.without()).append(':');
        for (DatagramActor actor : actors) {
            text.append(actor.isDone() ? "\n  done: " : "\n  not done: ").append(actor);
        }
        return text.toString();
    }
}
