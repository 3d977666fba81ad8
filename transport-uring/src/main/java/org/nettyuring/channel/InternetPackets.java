// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.Consumer;

/** The packets of a UDP channel. Loop thread only. */
final class InternetPackets extends Packets {
    InternetPackets(AbstractIoUringChannel channel) {
        super(channel, DatagramPacket.class, InetSocketAddress.class);
    }

    @Override
    void received(ByteBuf payload, DatagramHeader header, Consumer<Object> arrivals) {
        InetSocketAddress sender = (InetSocketAddress) header.sender();
        if (sender == null) {
            payload.release(); // not a datagram: the socket's input was shut down
            return;
        }
        InetSocketAddress recipient = (InetSocketAddress)
                (header.originalDestination() != null ? header.originalDestination() : channel().localAddress());
        int segment = header.segmentBytes();
        if (segment <= 0 || payload.readableBytes() <= segment) {
            arrivals.accept(new DatagramPacket(payload, recipient, sender));
            return;
        }
        while (payload.isReadable()) {
            ByteBuf part = payload.readRetainedSlice(Math.min(segment, payload.readableBytes()));
            arrivals.accept(new DatagramPacket(part, recipient, sender));
        }
        payload.release();
    }

    @Override
    int segmentBytes(Object message) {
        return message instanceof SegmentedDatagramPacket packet
                && packet.content().readableBytes() > packet.segmentSize() ? packet.segmentSize() : 0;
    }

    @Override
    void checkRecipient(SocketAddress recipient) {
        if (((InetSocketAddress) recipient).isUnresolved()) {
            throw new UnresolvedAddressException();
        }
    }
}
