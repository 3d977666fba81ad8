// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.nettyuring.channel.IoUringDatagramChannel;

/** UDP on the real kernel; the far end is the JDK's. */
final class UdpNetwork implements DatagramNetwork {
    private InetSocketAddress farAddress;

    @Override
    public Channel newChannel() {
        return new IoUringDatagramChannel();
    }

    @Override
    public SocketAddress newAddress() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, 0);
    }

    @Override
    public FarEnd newFarEnd(SocketAddress near) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.bind(newAddress());
            farAddress = (InetSocketAddress) channel.getLocalAddress();
            return new Far(channel, near);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SocketAddress farAddress() {
        return farAddress;
    }

    @Override
    public Object toFarEnd(ByteBuf payload) {
        return new DatagramPacket(payload, farAddress);
    }

    private record Far(DatagramChannel channel, SocketAddress near) implements FarEnd {
        @Override
        public void write(byte... bytes) {
            try {
                channel.send(ByteBuffer.wrap(bytes), near);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int readAll() {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            try {
                int total = 0;
                while (channel.receive(buffer.clear()) != null) {
                    total += buffer.position();
                }
                return total;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
