// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_UNIX;

import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
     * Deletes the file that a socket was bound to, if it is there and still a socket's; a file of another kind stays.
     *
     * @param address any
     * @throws IOException if it is there and cannot be deleted
     */
    static void deleteFile(DomainSocketAddress address) throws IOException {
        String path = address.path();
        if (path.isEmpty() || path.charAt(0) == 0) {
            return; // not in the file system
        }
        Path file = Path.of(path);
        try {
            if (Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            return; // as it should be
        }
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
