// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.simulation.MemoryFile;

/** One channel, its loop, which the test's thread drives turn by turn, and its far end. */
abstract class Scene {
    /** More datagrams than a channel sends at a time. */
    static final int MANY = 150;
    /** More datagrams than a small loop has buffers. */
    static final int BURST = 8;
    private static final int CONNECT_TIMEOUT_MILLIS = 50;

    final Story story = new Story();
    /** What was asked for, and must complete. */
    final Map<ChannelFuture, String> asked = new LinkedHashMap<>();
    Channel channel;
    FarEnd far;
    boolean zeroCopy;
    /** The channel is told of errors, whatever its end. */
    boolean hasErrors;
    private ChannelFuture lastWrite;

    abstract ManualIoEventLoop loop();

    abstract ByteBufAllocator allocator();

    /** {@return the loop's kernel} */
    abstract Syscalls syscalls();

    abstract SocketChannel newChannel();

    abstract Channel newServer();

    /** Runs what is there, and sleeps a little if nothing is. */
    abstract void turn();

    /** {@return where the far end listens} */
    abstract InetSocketAddress farAddress();

    /** {@return an address that answers to no connect} */
    abstract InetSocketAddress deadAddress();

    /** {@return the far end's next connection; null if there is none} */
    abstract FarStream farAccept();

    /** A far end that connects to a server of ours. */
    abstract FarStream farConnect(int port);

    /** {@return what datagram channels need} */
    abstract DatagramNetwork datagrams();

    /** {@return more bytes than a far end takes that does not read} */
    abstract int tooMuch();

    /** The far end reads from now on, by itself. Zero-copy sends end when it has; a loop that ends waits for that. */
    abstract void letFarRead();

    /** Zero-copy sends keep their memory from now on. */
    abstract void keepZeroCopyMemory();

    /** The far end takes no more bytes than it has to. */
    abstract void farIsSlow();

    /** The next receives of datagrams find no buffer, as far as that can be brought about. */
    abstract void starveReceives();

    /** The next receive of datagrams finds no memory, as far as that can be brought about. */
    abstract void exhaustMemory();

    /** The next sends of datagrams, so many at least, find no room. */
    abstract void refuseSends(int times);

    /** The situation is there; from now on the kernel is as unpredictable as it may be. */
    abstract void letFaultsHappen();

    /** Ends the loop, and checks that nothing is left. */
    abstract void close();

    final void prepare(Channel newChannel) {
        channel = newChannel;
        ChannelConfig config = newChannel.config();
        config.setAllocator(allocator()).setConnectTimeoutMillis(CONNECT_TIMEOUT_MILLIS);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true); // unknown to servers
        newChannel.pipeline().addLast(story);
    }

    final ChannelFuture ask(String what, ChannelFuture future) {
        asked.put(future, what);
        return future;
    }

    @SuppressWarnings("deprecation") // for callers who have a group, not a loop
    final ChannelFuture joinLoop() {
        return loop().register(channel);
    }

    final void register() {
        await("registered", ask("register", joinLoop()));
    }

    /** A connection that is being made, and whose far end is there. */
    final void begin() {
        prepare(newChannel());
        register();
        ask("connect", channel.connect(farAddress()));
        awaitFar();
    }

    /** A connection. */
    final void connect(boolean autoRead) {
        prepare(newChannel());
        channel.config().setAutoRead(autoRead);
        register();
        await("connected", ask("connect", channel.connect(farAddress())));
        awaitFar();
        await("active", () -> story.active == 1);
    }

    final void awaitFar() {
        await("far end", () -> {
            far = far == null ? farAccept() : far;
            return far != null;
        });
        farIsSlow();
    }

    final void listen(boolean autoRead) {
        prepare(newServer());
        channel.config().setAutoRead(autoRead);
        register();
        await("bound", ask("bind", channel.bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0))));
    }

    /** {@return the far end of a connection} */
    final FarStream stream() {
        return (FarStream) far;
    }

    /** A datagram channel, and its far end. */
    final void bind(boolean autoRead) {
        prepare(datagrams().newChannel());
        channel.config().setAutoRead(autoRead);
        register();
        await("bound", ask("bind", channel.bind(datagrams().newAddress())));
        far = datagrams().newFarEnd(channel.localAddress());
    }

    final Object datagram(int bytes) {
        return datagrams().toFarEnd(allocator().directBuffer(bytes).writeZero(bytes));
    }

    /** Writes so many datagrams, and flushes. */
    final void send(int count) {
        for (int i = 1; i <= count; i++) {
            lastWrite = ask("write " + i, channel.write(datagram(i)));
        }
        channel.flush();
    }

    final int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    final void write(int bytes) {
        ByteBuf buffer = allocator().directBuffer(bytes).writeZero(bytes);
        lastWrite = ask("write", channel.writeAndFlush(buffer));
    }

    /** A file of so many bytes. */
    final void writeFile(int bytes) {
        lastWrite = ask("write", channel.writeAndFlush(
                new DefaultFileRegion(new MemoryFile(new byte[bytes]), 0, bytes)));
    }

    final ChannelFuture lastWrite() {
        return lastWrite;
    }

    final void sendZeroCopy() {
        zeroCopy = true;
        channel.config().setOption(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, 1);
    }

    final void turns(int count) {
        for (int i = 0; i < count; i++) {
            turn();
        }
    }

    final void await(String what, ChannelFuture future) {
        await(what, future::isDone);
        if (!future.isSuccess()) {
            throw new AssertionError(what + ": " + future.cause(), future.cause());
        }
    }

    abstract void await(String what, BooleanSupplier condition);

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(channel + ", " + story);
        asked.forEach((future, what) -> text.append("\n  ").append(what).append(": ").append(future));
        return text.toString();
    }
}
