// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.FaultPlan;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;
import org.nettyuring.testsuite.simulation.SimulatedLoop;

/** A scene on the fake kernel: a seed decides the loop's size, the features it does without, and the faults. */
final class SimulatedScene extends Scene {
    private static final int MAX_TURNS = 3000;
    private static final int DEAD_PORT = 9;
    private static final int FAR_CAPACITY = 1000;
    private static final List<Fault> FAULTS = List.of(Fault.REORDER, Fault.DELAY, Fault.CANCEL_LOSES, Fault.SHORT_SEND,
            Fault.SHORT_RECV, Fault.CQ_OVERFLOW, Fault.LATE_NOTIF, Fault.SHORT_SUBMIT, Fault.ENTER_EINTR,
            Fault.ENTER_EBUSY, Fault.NO_BUFFERS, Fault.RECV_ENOBUFS, Fault.RECV_ENOMEM, Fault.NO_SEND_ROOM,
            Fault.CANCEL_MISSES, Fault.FILE_SHORT, Fault.FILE_EINTR, Fault.FILE_EAGAIN);

    private final FakeKernel kernel;
    private final SplittableRandom random;
    private final SimulatedLoop loop;
    private final PeerListener listener;
    private final DatagramNetwork datagrams;
    private int turns;

    SimulatedScene(long seed) {
        this(new SplittableRandom(seed), seed);
    }

    private SimulatedScene(SplittableRandom random, long seed) {
        this(random, seed, config(random));
    }

    /** One whose kernel does as it is told. */
    SimulatedScene(IoUringIoHandlerConfig.Builder config) {
        this(new SplittableRandom(1), 1, config);
    }

    private SimulatedScene(SplittableRandom random, long seed, IoUringIoHandlerConfig.Builder config) {
        this.random = random;
        kernel = new FakeKernel(FaultPlan.quiet(seed));
        loop = new SimulatedLoop(kernel, config);
        listener = kernel.peers().listen();
        kernel.peers().blackhole(DEAD_PORT);
        datagrams = new SimulatedNetwork(kernel);
    }

    /** The next opportunity brings the fault. */
    void force(Fault fault) {
        force(fault, 1);
    }

    /** The next opportunities bring the fault. */
    void force(Fault fault, int times) {
        kernel.plan().force(fault, times);
    }

    /** {@return what the kernel holds of the channel, by name} */
    String inFlight() {
        return LoopRig.inFlight(kernel, channel);
    }

    private static IoUringIoHandlerConfig.Builder config(SplittableRandom random) {
        int ringSize = 4 << random.nextInt(5);
        IoUringIoHandlerConfig.Builder config = IoUringIoHandlerConfig.builder()
                .ringSize(ringSize).cqSize(ringSize << random.nextInt(3)).buffers(8, 256);
        return switch (random.nextInt(5)) {
            case 0 -> config.disable(Feature.PBUF_RING);
            case 1 -> config.disable(Feature.RECV_MULTISHOT).disable(Feature.ACCEPT_MULTISHOT);
            case 2 -> config.disable(Feature.PBUF_RING_INC).disable(Feature.DEFER_TASKRUN);
            default -> config;
        };
    }

    @Override
    ManualIoEventLoop loop() {
        return loop.eventLoop();
    }

    @Override
    ByteBufAllocator allocator() {
        return kernel.allocator();
    }

    @Override
    Syscalls syscalls() {
        return kernel;
    }

    @Override
    SocketChannel newChannel() {
        return new IoUringSocketChannel(kernel, SocketProtocolFamily.INET);
    }

    @Override
    Channel newServer() {
        return new IoUringServerSocketChannel(kernel, SocketProtocolFamily.INET);
    }

    @Override
    void turn() {
        if (++turns % 4 == 0) {
            loop.blockingTurn();
        } else {
            loop.turn();
        }
    }

    /** Runs what is there so many times, and does not sleep. */
    void turnsAwake(int count) {
        for (int i = 0; i < count; i++) {
            loop.turn();
        }
    }

    @Override
    InetSocketAddress farAddress() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, listener.port());
    }

    @Override
    InetSocketAddress deadAddress() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, DEAD_PORT);
    }

    @Override
    FarStream farAccept() {
        PeerSocket peer = listener.accept();
        return peer == null ? null : new Far(peer);
    }

    @Override
    FarStream farConnect(int port) {
        try {
            return new Far(kernel.peers().connect(port));
        } catch (ConnectException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    DatagramNetwork datagrams() {
        return datagrams;
    }

    @Override
    void starveReceives() {
        kernel.plan().force(Fault.NO_BUFFERS, 2);
    }

    @Override
    void exhaustMemory() {
        kernel.plan().force(Fault.RECV_ENOBUFS, 1);
    }

    @Override
    void refuseSends(int times) {
        kernel.plan().force(Fault.NO_SEND_ROOM, times);
    }

    @Override
    int tooMuch() {
        return 5 * FAR_CAPACITY;
    }

    @Override
    void keepZeroCopyMemory() {
        kernel.plan().force(Fault.LATE_NOTIF, 4);
    }

    /** Not needed: notifications come in their time. */
    @Override
    void letFarRead() {}

    @Override
    void farIsSlow() {
        ((Far) far).peer.receiveCapacity(FAR_CAPACITY);
    }

    @Override
    void letFaultsHappen() {
        for (Fault fault : FAULTS) {
            kernel.plan().with(fault, random.nextBoolean() ? 0.4 * random.nextDouble() : 0);
        }
    }

    @Override
    void await(String what, BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i > MAX_TURNS) {
                throw new AssertionError("never: " + what + "\n" + kernel.describe());
            }
            turn();
        }
    }

    @Override
    void close() {
        if (far != null) {
            far.close();
        }
        listener.close();
        loop.close();
    }

    @Override
    public String toString() {
        return loop.without() + ", " + super.toString() + "\n" + kernel.describe();
    }

    private record Far(PeerSocket peer) implements FarStream {
        @Override
        public void write(byte... bytes) {
            peer.write(bytes);
        }

        @Override
        public int readAll() {
            return peer.read(Integer.MAX_VALUE).length;
        }

        @Override
        public void shutdownOutput() {
            peer.shutdownOutput();
        }

        @Override
        public void reset() {
            peer.reset();
        }

        @Override
        public boolean hasSeenEnd() {
            return peer.isReset() || peer.isAtEnd();
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
