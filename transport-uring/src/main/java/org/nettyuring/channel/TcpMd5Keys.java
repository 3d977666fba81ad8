// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.TCP_MD5SIG;
import static org.nettyuring.abi.SocketConstants.TCP_MD5SIG_MAXKEYLEN;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import org.nettyuring.abi.TcpLayouts.TcpMd5sig;

/**
 * The peers whose segments one socket signs and checks with MD5 (RFC 2385). The kernel tells neither keys nor
 * addresses, so the addresses are kept here, to take the key away from those that a later map leaves out. Any thread.
 */
final class TcpMd5Keys {
    private static final byte[] NO_KEY = {};
    private static final SocketOption<ByteBuffer> OPTION =
            new SocketOption<>("TCP_MD5SIG", IPPROTO_TCP, TCP_MD5SIG, OptionFormat.raw(TcpMd5sig.SIZE));

    private Set<InetAddress> peers = Set.of();

    /** The keys that an accepted connection has from its listener. */
    synchronized void inherit(TcpMd5Keys listeners) {
        peers = listeners.peers();
    }

    private synchronized Set<InetAddress> peers() {
        return peers;
    }

    /**
     * Makes these the keys of the socket.
     *
     * @param socket a TCP socket
     * @param keys 1 to 80 bytes for each peer; empty for none
     * @throws IllegalArgumentException if a key is too short or too long; nothing is changed then
     */
    synchronized void set(Socket socket, Map<InetAddress, byte[]> keys) {
        for (Map.Entry<InetAddress, byte[]> entry : keys.entrySet()) {
            check(entry.getKey(), entry.getValue());
        }
        for (InetAddress peer : peers) {
            if (!keys.containsKey(peer)) {
                put(socket, peer, NO_KEY);
            }
        }
        keys.forEach((peer, key) -> put(socket, peer, key));
        peers = Set.copyOf(keys.keySet());
    }

    private static void check(InetAddress peer, byte[] key) {
        if (peer == null) {
            throw new IllegalArgumentException("TCP_MD5SIG: peer: null");
        }
        if (key == null || key.length == 0 || key.length > TCP_MD5SIG_MAXKEYLEN) {
            throw new IllegalArgumentException("TCP_MD5SIG: key of " + peer + ": " + (key == null ? 0 : key.length)
                    + " bytes (expected: 1.." + TCP_MD5SIG_MAXKEYLEN + ")");
        }
    }

    /** Gives a peer a key; an empty one takes it away. */
    private static void put(Socket socket, InetAddress peer, byte[] key) {
        byte[] sockaddr = SocketAddresses.encode(new InetSocketAddress(peer, 0), socket.domain());
        ByteBuffer struct = ByteBuffer.allocate(TcpMd5sig.SIZE).order(ByteOrder.nativeOrder());
        struct.put(TcpMd5sig.TCPM_ADDR_OFFSET, sockaddr);
        struct.putShort(TcpMd5sig.TCPM_KEYLEN_OFFSET, (short) key.length);
        struct.put(TcpMd5sig.TCPM_KEY_OFFSET, key);
        socket.setOption(OPTION, struct);
    }
}
