// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.PeerDatagramSocket;

/**
 * A UDP channel and the socket that it talks to. Written down are {@code "5"} for a datagram of five bytes, and
 * {@code "complete"}.
 */
final class DatagramRig extends ChannelRig {
    final PeerDatagramSocket peer = kernel.peers().datagrams();
    /** In order. */
    final List<ChannelFuture> writes = new ArrayList<>();

    DatagramRig(IoUringIoHandlerConfig.Builder config) {
        super(config, kernel -> new IoUringDatagramChannel(kernel, SocketProtocolFamily.INET));
        owned.push(peer);
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

    void connect(InetSocketAddress remote) {
        ChannelFuture connected = channel.connect(remote);
        await("connected", connected::isSuccess);
    }

    /** The far end sends so many bytes. */
    void receive(int bytes) {
        peer.send(port(), new byte[bytes]);
    }

    /** Writes a datagram of so many bytes to an address; null for where the channel is connected. */
    ChannelFuture write(int bytes, InetSocketAddress to) {
        ByteBuf payload = buffer(bytes);
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

    @Override
    String describe(Object message) {
        return String.valueOf(((DatagramPacket) message).content().readableBytes());
    }

    @Override
    String readComplete() {
        return "complete";
    }

    @Override
    String active() {
        return null;
    }

    @Override
    public String toString() {
        return super.toString() + ", writes " + writes.stream()
                .map(write -> write.isDone() ? String.valueOf(write.cause()) : "pending").distinct().toList();
    }
}
