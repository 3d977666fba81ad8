// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.PeerDatagramSocket;

/** UDP on the fake kernel. */
final class SimulatedNetwork implements DatagramNetwork {
    private final FakeKernel kernel;
    private PeerDatagramSocket far;

    SimulatedNetwork(FakeKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public Channel newChannel() {
        return new IoUringDatagramChannel(kernel, SocketProtocolFamily.INET);
    }

    @Override
    public SocketAddress newAddress() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, 0);
    }

    @Override
    public FarEnd newFarEnd(SocketAddress near) {
        far = kernel.peers().datagrams();
        return new Far(far, ((InetSocketAddress) near).getPort());
    }

    @Override
    public SocketAddress farAddress() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, far.port());
    }

    @Override
    public Object toFarEnd(ByteBuf payload) {
        return new DatagramPacket(payload, (InetSocketAddress) farAddress());
    }

    private record Far(PeerDatagramSocket socket, int nearPort) implements FarEnd {
        @Override
        public void write(byte... bytes) {
            socket.send(nearPort, bytes);
        }

        @Override
        public int readAll() {
            int total = 0;
            for (byte[] payload = socket.receive(); payload != null; payload = socket.receive()) {
                total += payload.length;
            }
            return total;
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
