// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_UNIX;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import org.nettyuring.abi.SocketLayouts.SockaddrUn;

/**
 * Addresses of Unix domain sockets: a path, or a name in the abstract namespace, which begins with a zero byte and
 * whose length is the address's.
 */
final class UnixAddresses {
    private static final int MAX_PATH_BYTES = SockaddrUn.SIZE - SockaddrUn.SUN_PATH_OFFSET;

    private UnixAddresses() {}

    /**
     * Encodes an address.
     *
     * @return a {@code struct sockaddr_un}, no longer than needed
     * @throws UnsupportedAddressTypeException for an address of another family
     * @throws IllegalArgumentException for a path too long for the kernel
     */
    static byte[] encode(SocketAddress address) {
        if (!(address instanceof DomainSocketAddress domainAddress)) {
            throw new UnsupportedAddressTypeException();
        }
        byte[] path = domainAddress.path().getBytes(StandardCharsets.UTF_8);
        boolean named = path.length > 0 && path[0] != 0;
        int length = path.length + (named ? 1 : 0); // a path ends with a zero byte
        if (length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("path: " + domainAddress.path() + " has " + path.length
                    + " bytes (expected: at most " + (MAX_PATH_BYTES - 1) + ")");
        }
        byte[] sockaddr = new byte[SockaddrUn.SUN_PATH_OFFSET + length];
        ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder())
                .putShort(SockaddrUn.SUN_FAMILY_OFFSET, (short) AF_UNIX);
        System.arraycopy(path, 0, sockaddr, SockaddrUn.SUN_PATH_OFFSET, path.length);
        return sockaddr;
    }

    /**
     * Decodes an address.
     *
     * @param memory native memory
     * @param offset where the {@code struct sockaddr_un} begins
     * @param length bytes that the kernel wrote
     * @return the address; an unnamed socket has an empty path
     */
    static DomainSocketAddress decode(ByteBuffer memory, int offset, int length) {
        int start = offset + SockaddrUn.SUN_PATH_OFFSET;
        byte[] path = new byte[Math.max(0, length - SockaddrUn.SUN_PATH_OFFSET)];
        int end = 0;
        while (end < path.length && (end == 0 || path[0] == 0 || memory.get(start + end) != 0)) {
            path[end] = memory.get(start + end);
            end++;
        }
        return new DomainSocketAddress(new String(path, 0, end, StandardCharsets.UTF_8));
    }
}
