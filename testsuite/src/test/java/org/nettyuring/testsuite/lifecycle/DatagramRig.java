// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.PeerDatagramSocket;

/** A UDP channel on a kernel that does as it is told, and the socket that it talks to. */
final class DatagramRig extends LoopRig {
    private static final int DEAD_PORT = 9;

    final Channel channel = new IoUringDatagramChannel(kernel, SocketProtocolFamily.INET);
    final PeerDatagramSocket peer = kernel.peers().datagrams();
    /** In order: {@code "5"} for a datagram of five bytes, {@code "complete"}, exceptions by their class. */
    final List<String> told = new ArrayList<>();
    /** In order. */
    final List<ChannelFuture> writes = new ArrayList<>();
    private final List<ByteBuf> kept = new ArrayList<>();
    private boolean keeps;

    DatagramRig(IoUringIoHandlerConfig.Builder config) {
        super(config);
        owned.push(peer);
        channel.config().setAllocator(kernel.allocator());
        channel.pipeline().addLast(new Recorder());
    }

    /** Registers and binds. */
    DatagramRig bind(boolean autoRead) {
        channel.config().setAutoRead(autoRead);
        join(channel);
        ChannelFuture bound = channel.bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0));
        await("bound", bound::isSuccess);
        turns(2);
        return this;
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    InetSocketAddress peerAddress() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, peer.port());
    }

    /** {@return where nobody is} */
    InetSocketAddress nobody() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, DEAD_PORT);
    }

    void connect(InetSocketAddress remote) {
        ChannelFuture connected = channel.connect(remote);
        await("connected", connected::isSuccess);
    }

    /** The far end sends so many bytes. */
    void receive(int bytes) {
        peer.send(port(), new byte[bytes]);
    }

    /** Handlers keep what they get, until {@link #releaseKept}. */
    void keep() {
        keeps = true;
    }

    void releaseKept() {
        keeps = false;
        kept.forEach(ByteBuf::release);
        kept.clear();
    }

    /** Writes a datagram of so many bytes to an address; null for where the channel is connected. */
    ChannelFuture write(int bytes, InetSocketAddress to) {
        ByteBuf payload = kernel.allocator().directBuffer(bytes + 1).writeZero(bytes);
        ChannelFuture written = channel.write(to == null ? payload : new DatagramPacket(payload, to));
        writes.add(written);
        return written;
    }

    /** Writes datagrams of 1, 2, … bytes to the far end. */
    void writeMany(int count) {
        for (int i = 1; i <= count; i++) {
            write(i, peerAddress());
        }
    }

    /** {@return the sizes of what has arrived at the far end, in order} */
    List<Integer> arrived() {
        return sizes(peer);
    }

    /** {@return the sizes of what has arrived at a socket, in order} */
    static List<Integer> sizes(PeerDatagramSocket at) {
        List<Integer> sizes = new ArrayList<>();
        for (byte[] payload = at.receive(); payload != null; payload = at.receive()) {
            sizes.add(payload.length);
        }
        return sizes;
    }

    /** {@return what the kernel holds of the channel, by name} */
    String inFlight() {
        return inFlight(kernel, channel);
    }

    void awaitTold(String... what) {
        await(String.join(", ", what), () -> told.equals(List.of(what)));
    }

    void awaitClosed() {
        await("closed", () -> !channel.isOpen() && !channel.isRegistered());
    }

    @Override
    public void close() {
        releaseKept();
        channel.close();
        await("closed at last", () -> channel.closeFuture().isDone());
        turns(3);
        super.close();
    }

    @Override
    public String toString() {
        return channel + ": told " + told + ", writes " + writes.stream()
                .map(write -> write.isDone() ? String.valueOf(write.cause()) : "pending").distinct().toList();
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf payload = ((DatagramPacket) msg).content();
            told.add(String.valueOf(payload.readableBytes()));
            if (keeps) {
                kept.add(payload);
            } else {
                payload.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            told.add("complete");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            told.add(cause.getClass().getSimpleName());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            told.add("inactive");
        }
    }
}
