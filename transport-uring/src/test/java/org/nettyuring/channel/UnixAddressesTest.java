// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.SocketLayouts.SockaddrUn;

class UnixAddressesTest {
    private static DomainSocketAddress decode(byte[] sockaddr) {
        ByteBuffer storage = ByteBuffer.allocate(SockaddrUn.SIZE).order(ByteOrder.nativeOrder());
        storage.put(0, sockaddr);
        return (DomainSocketAddress) SocketAddresses.decode(storage, sockaddr.length);
    }

    @Test
    void shouldEndAPathWithAZeroByte() {
        byte[] sockaddr = SocketAddresses.encode(new DomainSocketAddress("/run/a"), AF_UNIX);
        assertEquals(SockaddrUn.SUN_PATH_OFFSET + 7, sockaddr.length);
        assertEquals(0, sockaddr[sockaddr.length - 1]);
        assertEquals(new DomainSocketAddress("/run/a"), decode(sockaddr));
    }

    @Test
    void shouldTakeAnAbstractNameByItsLength() {
        DomainSocketAddress named = new DomainSocketAddress("\0ab\0c");
        byte[] sockaddr = SocketAddresses.encode(named, AF_UNIX);
        assertEquals(SockaddrUn.SUN_PATH_OFFSET + 5, sockaddr.length);
        assertEquals(named, decode(sockaddr));
    }

    @Test
    void shouldShowAnUnnamedSocketAsAnEmptyPath() {
        byte[] family = SocketAddresses.encode(new DomainSocketAddress(""), AF_UNIX);
        assertEquals(SockaddrUn.SUN_PATH_OFFSET, family.length);
        assertEquals(new DomainSocketAddress(""), decode(family));
    }

    @Test
    void shouldRefuseAPathThatTheKernelWouldCut() {
        DomainSocketAddress longest = new DomainSocketAddress("x".repeat(107));
        assertEquals(SockaddrUn.SIZE, SocketAddresses.encode(longest, AF_UNIX).length);
        DomainSocketAddress tooLong = new DomainSocketAddress("x".repeat(108));
        assertThrows(IllegalArgumentException.class, () -> SocketAddresses.encode(tooLong, AF_UNIX));
    }

    @Test
    void shouldRefuseAnAddressOfAnotherFamily() {
        InetSocketAddress internet = new InetSocketAddress(1);
        assertThrows(UnsupportedAddressTypeException.class, () -> SocketAddresses.encode(internet, AF_UNIX));
    }
}
