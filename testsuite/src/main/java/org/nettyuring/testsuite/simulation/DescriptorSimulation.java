// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import java.util.SplittableRandom;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.channel.IoUringServerDomainSocketChannel;
import org.nettyuring.testsuite.kernel.FakeKernel;

/**
 * Descriptors among bytes over a Unix domain socket, on the real loop: the receiver's read mode and autoRead are
 * switched, either end may close in the middle. Bytes and descriptors arrive in their order, none is doubled, and none
 * stays open.
 */
public final class DescriptorSimulation implements Simulation {
    private static final int MAX_TURNS = 20_000;
    private static final DomainSocketAddress NAME = new DomainSocketAddress("\0descriptors");

    private FakeKernel kernel;
    private SplittableRandom random;
    private SimulatedLoop loop;
    private Channel server;
    private DescriptorSender sender;
    private DescriptorReceiver receiver;

    @Override
    public String name() {
        return "descriptor";
    }

    @Override
    public void run(FakeKernel newKernel) {
        kernel = newKernel;
        random = new SplittableRandom(kernel.plan().seed() ^ 0x0FD5);
        loop = new SimulatedLoop(kernel, Machine.config(random, 4));
        receiver = new DescriptorReceiver(kernel, random);
        sender = new DescriptorSender(kernel, random, receiver);
        open();
        int closeAfter = random.nextInt(3) == 0 ? random.nextInt(150) : Integer.MAX_VALUE;
        boolean senderCloses = random.nextBoolean();
        int turns = 0;
        while (!sender.isClosed() || !receiver.isClosed()) {
            sender.act();
            receiver.act();
            if (receiver.isActive() && (turns >= closeAfter || sender.isDone() && receiver.hasAllOf(sender))) {
                (senderCloses ? sender.channel() : receiver.channel()).close();
            }
            turn(random.nextInt(3) == 0);
            if (++turns > MAX_TURNS) {
                throw new AssertionError("no end after " + turns + " turns");
            }
        }
        verify(closeAfter == Integer.MAX_VALUE);
        server.close();
        loop.close();
    }

    private void open() {
        server = new ServerBootstrap()
                .group(loop.eventLoop())
                .channelFactory(() -> new IoUringServerDomainSocketChannel(kernel))
                .childOption(ChannelOption.ALLOCATOR, kernel.allocator())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(receiver);
                    }
                })
                .bind(NAME).channel();
        turn(false);
        new Bootstrap().group(loop.eventLoop())
                .channelFactory(() -> new IoUringDomainSocketChannel(kernel))
                .option(ChannelOption.ALLOCATOR, kernel.allocator())
                .handler(sender)
                .connect(NAME);
    }

    private void turn(boolean blocking) {
        if (blocking) {
            loop.blockingTurn();
        } else {
            loop.turn();
        }
        receiver.rethrow();
    }

    private void verify(boolean whole) {
        receiver.closeKept();
        if (whole && !receiver.hasAllOf(sender)) {
            throw new AssertionError("not all arrived: " + this);
        }
    }

    /** {@return the other read mode} */
    static DomainSocketReadMode other(DomainSocketReadMode mode) {
        return mode == DomainSocketReadMode.BYTES ? DomainSocketReadMode.FILE_DESCRIPTORS : DomainSocketReadMode.BYTES;
    }

    @Override
    public String toString() {
        return "descriptor simulation " + (loop == null ? "" : loop.without()) + ": " + sender + ", " + receiver;
    }
}
