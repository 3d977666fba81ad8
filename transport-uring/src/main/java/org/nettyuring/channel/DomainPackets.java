// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;

/** The packets of a Unix domain datagram channel. Loop thread only. */
final class DomainPackets extends Packets {
    private static final DomainSocketAddress UNNAMED = new DomainSocketAddress("");

    DomainPackets(AbstractIoUringChannel channel) {
        super(channel, DomainDatagramPacket.class, DomainSocketAddress.class);
    }

    @Override
    void received(ByteBuf payload, DatagramHeader header, Consumer<Object> arrivals) {
        DomainSocketAddress sender = (DomainSocketAddress) header.sender();
        arrivals.accept(new DomainDatagramPacket(
                payload, (DomainSocketAddress) channel().localAddress(), sender != null ? sender : UNNAMED));
    }

    @Override
    int segmentBytes(Object message) {
        return 0;
    }

    @Override
    void checkRecipient(SocketAddress recipient) {
        UnixAddresses.encode(recipient);
    }
}
