// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.channel.IoUringDomainDatagramChannel;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.UnixNames;

/** Unix datagrams on the real kernel, over abstract names. The far end has room for few of them. */
final class UnixNetwork implements DatagramNetwork {
    private static final Syscalls SYSCALLS = NativeSyscalls.get();

    private final DomainSocketAddress farAddress = UnixNames.abstractName();

    @Override
    public Channel newChannel() {
        return new IoUringDomainDatagramChannel();
    }

    @Override
    public SocketAddress newAddress() {
        return UnixNames.abstractName();
    }

    @Override
    public FarEnd newFarEnd(SocketAddress near) {
        return new Far((DomainSocketAddress) near, farAddress);
    }

    @Override
    public SocketAddress farAddress() {
        return farAddress;
    }

    @Override
    public Object toFarEnd(ByteBuf payload) {
        return new DomainDatagramPacket(payload, farAddress);
    }

    /** From now on the far end has no room. */
    void fill() {
        for (boolean some = true; some;) {
            some = false;
            try (Plain filling = new Plain()) {
                filling.connect(farAddress);
                while (filling.send((byte) 1) > 0) { // until the queue, or what one sender may have in it, is full
                    some = true;
                }
            }
        }
    }

    private static final class Far implements FarEnd {
        private final Plain socket = new Plain();
        private final DomainSocketAddress near;

        Far(DomainSocketAddress near, DomainSocketAddress own) {
            this.near = near;
            socket.bind(own);
        }

        @Override
        public void write(byte... bytes) {
            try (Plain sending = new Plain()) {
                sending.connect(near);
                sending.send(bytes);
            }
        }

        @Override
        public int readAll() {
            int total = 0;
            for (long length = socket.receive(); length > 0; length = socket.receive()) {
                total += (int) length;
            }
            return total;
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** A socket that does not block. */
    private static final class Plain implements AutoCloseable {
        private static final int MEMORY_BYTES = 1 << 16;

        private final ByteBuf memory = Unpooled.directBuffer(MEMORY_BYTES);
        private final int fd = SYSCALLS.socket(SocketConstants.AF_UNIX,
                SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_NONBLOCK | SocketConstants.SOCK_CLOEXEC, 0);
        private boolean closed;

        void bind(DomainSocketAddress address) {
            assertThat(SYSCALLS.bind(fd, memory.memoryAddress(), put(address))).isZero();
        }

        void connect(DomainSocketAddress address) {
            assertThat(SYSCALLS.connect(fd, memory.memoryAddress(), put(address))).isZero();
        }

        /** Lays out a {@code struct sockaddr_un}, and returns its length. */
        private int put(DomainSocketAddress address) {
            byte[] path = address.path().getBytes(StandardCharsets.UTF_8);
            short family = (short) SocketConstants.AF_UNIX;
            memory.clear();
            if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
                memory.writeShortLE(family);
            } else {
                memory.writeShort(family);
            }
            return memory.writeBytes(path).readableBytes();
        }

        long send(byte... bytes) {
            memory.clear().writeBytes(bytes);
            return SYSCALLS.write(fd, memory.memoryAddress(), bytes.length);
        }

        long receive() {
            return SYSCALLS.read(fd, memory.memoryAddress(), MEMORY_BYTES);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                SYSCALLS.close(fd);
                memory.release();
            }
        }
    }
}
