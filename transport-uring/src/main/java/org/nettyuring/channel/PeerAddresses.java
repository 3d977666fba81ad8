// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.abi.SocketLayouts.SockaddrIn6;
import org.nettyuring.abi.SocketLayouts.SockaddrStorage;

/**
 * Translates the addresses of datagrams, and remembers those of lately: most datagrams come from, and go to, somebody
 * who is known. Each address has one place, by a hash; who comes later takes it over. Where that happens often there
 * are soon more places, up to a limit. Internet addresses only. Loop thread only.
 */
final class PeerAddresses {
    private static final int FIRST_PLACES = 8;
    private static final int MOST_PLACES = 256;
    /** 2^64 by the golden ratio: spreads what differs in few bits over the upper ones. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int domain;
    private Received[] received = new Received[FIRST_PLACES];
    private Sent[] sent = new Sent[FIRST_PLACES];
    private int displaced;

    /** A {@code struct sockaddr_in6}, or the part of a {@code sockaddr_in} that is not zero, and what it says. */
    private record Received(long first, long second, long third, int last, InetSocketAddress address) {}

    /** An address and its {@code struct sockaddr}. */
    private static final class Sent {
        private final InetSocketAddress address;
        private final byte[] sockaddr;

        Sent(InetSocketAddress address, byte[] sockaddr) {
            this.address = address;
            this.sockaddr = sockaddr;
        }
    }

    /**
     * Makes an empty memory.
     *
     * @param domain the socket's {@code AF_*}
     */
    PeerAddresses(int domain) {
        this.domain = domain;
    }

    /** As {@link SocketAddresses#decodeAt}. */
    SocketAddress decode(ByteBuffer memory, int offset, int length) {
        int family = length < SockaddrIn.SIZE ? 0 : memory.getShort(offset + SockaddrStorage.SS_FAMILY_OFFSET);
        if (family == AF_INET) {
            return decode(memory, offset, length, memory.getLong(offset), 0, 0, 0);
        }
        if (family == AF_INET6 && length >= SockaddrIn6.SIZE) {
            return decode(memory, offset, length, memory.getLong(offset), memory.getLong(offset + Long.BYTES),
                    memory.getLong(offset + 2 * Long.BYTES), memory.getInt(offset + 3 * Long.BYTES));
        }
        return SocketAddresses.decodeAt(memory, offset, length);
    }

    private InetSocketAddress decode(
            ByteBuffer memory, int offset, int length, long first, long second, long third, int last) {
        int place = place(first ^ Long.rotateLeft(second, 16) ^ Long.rotateLeft(third, 32) ^ last);
        Received known = received[place];
        if (known != null && known.first == first && known.second == second && known.third == third
                && known.last == last) {
            return known.address;
        }
        InetSocketAddress address = (InetSocketAddress) SocketAddresses.decodeAt(memory, offset, length);
        received[place] = new Received(first, second, third, last, address);
        if (known != null) {
            displaced();
        }
        return address;
    }

    /**
     * As {@link SocketAddresses#encode}.
     *
     * @return not to be changed
     */
    byte[] encode(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return SocketAddresses.encode(address, domain);
        }
        int place = place(internet.hashCode());
        Sent known = sent[place];
        if (known != null && known.address == internet) { // equal ones may differ in their scope
            return known.sockaddr;
        }
        byte[] sockaddr = SocketAddresses.encode(internet, domain);
        sent[place] = new Sent(internet, sockaddr);
        if (known != null && !known.address.equals(internet)) {
            displaced();
        }
        return sockaddr;
    }

    private int place(long hash) {
        return (int) (hash * SPREAD >>> Integer.SIZE) & received.length - 1;
    }

    private void displaced() {
        if (received.length < MOST_PLACES && ++displaced > received.length) {
            displaced = 0;
            sent = new Sent[2 * received.length];
            received = new Received[2 * received.length];
        }
    }
}
