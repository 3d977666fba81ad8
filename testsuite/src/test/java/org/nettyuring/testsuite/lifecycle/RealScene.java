// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Await;

/** A scene on the real kernel; far ends are the JDK's. */
final class RealScene extends Scene {
    private static final long LONGEST_SLEEP_NS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int TOO_MUCH = 12 << 20;
    private static final int MORE_THAN_A_BACKLOG = 4;

    private final ManualIoEventLoop loop;
    private final DatagramNetwork datagrams;
    private final ServerSocketChannel listener;
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private Thread farReading;

    RealScene(IoUringIoHandlerConfig config) {
        this(config, new UdpNetwork());
    }

    RealScene(IoUringIoHandlerConfig config, DatagramNetwork datagrams) {
        this.datagrams = datagrams;
        loop = new ManualIoEventLoop(Thread.currentThread(), IoUringIoHandler.newFactory(config));
        listener = listen(1000);
    }

    private ServerSocketChannel listen(int backlog) {
        return io(() -> {
            ServerSocketChannel channel = ServerSocketChannel.open();
            toClose.add(channel);
            channel.configureBlocking(false);
            return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
        });
    }

    private interface Io<T> {
        T call() throws IOException;
    }

    private static <T> T io(Io<T> call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    ManualIoEventLoop loop() {
        return loop;
    }

    @Override
    ByteBufAllocator allocator() {
        return ByteBufAllocator.DEFAULT;
    }

    @Override
    Syscalls syscalls() {
        return NativeSyscalls.get();
    }

    @Override
    SocketChannel newChannel() {
        return new IoUringSocketChannel();
    }

    @Override
    Channel newServer() {
        return new IoUringServerSocketChannel();
    }

    @Override
    void turn() {
        loop.run(LONGEST_SLEEP_NS);
    }

    @Override
    InetSocketAddress farAddress() {
        return io(() -> (InetSocketAddress) listener.getLocalAddress());
    }

    /** A listener whose backlog is full: what comes is neither taken nor refused. */
    @Override
    InetSocketAddress deadAddress() {
        return io(() -> {
            InetSocketAddress address = (InetSocketAddress) listen(1).getLocalAddress();
            for (int i = 0; i < MORE_THAN_A_BACKLOG; i++) {
                java.nio.channels.SocketChannel filling = java.nio.channels.SocketChannel.open();
                toClose.add(filling);
                filling.configureBlocking(false);
                filling.connect(address);
            }
            return address;
        });
    }

    @Override
    FarStream farAccept() {
        java.nio.channels.SocketChannel accepted = io(listener::accept);
        return accepted == null ? null : new Far(accepted);
    }

    @Override
    FarStream farConnect(int port) {
        return io(() -> new Far(java.nio.channels.SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))));
    }

    @Override
    DatagramNetwork datagrams() {
        return datagrams;
    }

    /** What handlers keep is copied out before the kernel is short of buffers; a burst may find none nevertheless. */
    @Override
    void starveReceives() {}

    /** It cannot be. */
    @Override
    void exhaustMemory() {}

    @Override
    void refuseSends(int times) {
        ((UnixNetwork) datagrams).fill();
    }

    @Override
    int tooMuch() {
        return TOO_MUCH;
    }

    @Override
    void letFarRead() {
        farReading = new Thread(() -> {
            while (!stream().hasSeenEnd()) {
                far.readAll();
                Thread.onSpinWait();
            }
        }, "far end");
        farReading.start();
    }

    /** On the loopback interface it is kept until the far end reads, which it does not. */
    @Override
    void keepZeroCopyMemory() {}

    /** The kernel's buffers hold less than is sent. */
    @Override
    void farIsSlow() {}

    /** They do. */
    @Override
    void letFaultsHappen() {}

    @Override
    void await(String what, BooleanSupplier condition) {
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                throw new AssertionError("never: " + what);
            }
            if (loop.isTerminated()) {
                LockSupport.parkNanos(LONGEST_SLEEP_NS);
            } else {
                turn();
            }
        }
    }

    @Override
    void close() {
        if (farReading != null) {
            Await.until("far end read all", () -> !farReading.isAlive());
        }
        if (far != null) {
            far.close(); // lets the kernel go of zero-copy memory
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        await("end of the loop", loop::isTerminated);
        for (AutoCloseable closeable : toClose) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class Far implements FarStream {
        private final java.nio.channels.SocketChannel channel;
        private volatile boolean ended;

        Far(java.nio.channels.SocketChannel channel) {
            this.channel = channel;
            io(() -> channel.configureBlocking(false));
        }

        @Override
        public void write(byte... bytes) {
            io(() -> channel.write(ByteBuffer.wrap(bytes)));
        }

        @Override
        public int readAll() {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            int total = 0;
            try {
                for (int length = channel.read(buffer); length != 0; length = channel.read(buffer.clear())) {
                    if (length < 0) {
                        ended = true;
                        return total;
                    }
                    total += length;
                }
            } catch (IOException e) {
                ended = true; // reset
            }
            return total;
        }

        @Override
        public void shutdownOutput() {
            io(channel::shutdownOutput);
        }

        @Override
        public void reset() {
            io(() -> channel.setOption(StandardSocketOptions.SO_LINGER, 0));
            close();
        }

        @Override
        public boolean hasSeenEnd() {
            return ended;
        }

        @Override
        public void close() {
            io(() -> {
                channel.close();
                return true;
            });
        }
    }
}
