// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.abi.SocketLayouts.SockaddrIn6;

class SocketAddressesTest {
    private static final int PORT = 0xBEEF;

    private static InetSocketAddress decode(byte[] sockaddr) {
        ByteBuffer storage = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());
        storage.put(0, sockaddr);
        return assertInstanceOf(InetSocketAddress.class, SocketAddresses.decode(storage, sockaddr.length));
    }

    private static InetSocketAddress address(String literal) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(literal), PORT);
    }

    @Test
    void shouldEncodeIpv4InNetworkOrder() throws Exception {
        byte[] sockaddr = SocketAddresses.encode(address("10.1.2.3"), AF_INET);
        assertEquals(SockaddrIn.SIZE, sockaddr.length);
        assertEquals((byte) 0xBE, sockaddr[SockaddrIn.SIN_PORT_OFFSET]);
        assertEquals((byte) 0xEF, sockaddr[SockaddrIn.SIN_PORT_OFFSET + 1]);
        assertEquals(10, sockaddr[SockaddrIn.SIN_ADDR_OFFSET]);
        assertEquals(address("10.1.2.3"), decode(sockaddr));
    }

    @Test
    void shouldMapIpv4OnAnIpv6SocketAndUnmapItAgain() throws Exception {
        byte[] sockaddr = SocketAddresses.encode(address("10.1.2.3"), AF_INET6);
        assertEquals(SockaddrIn6.SIZE, sockaddr.length);
        assertEquals((byte) 0xFF, sockaddr[SockaddrIn6.SIN6_ADDR_OFFSET + 10]);
        assertEquals((byte) 0xFF, sockaddr[SockaddrIn6.SIN6_ADDR_OFFSET + 11]);
        InetSocketAddress decoded = decode(sockaddr);
        assertInstanceOf(Inet4Address.class, decoded.getAddress());
        assertEquals(address("10.1.2.3"), decoded);
    }

    @Test
    void shouldKeepTheScopeOfALinkLocalAddress() throws Exception {
        byte[] ip = InetAddress.getByName("fe80::1").getAddress();
        InetSocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress(null, ip, 5), PORT);
        InetSocketAddress decoded = decode(SocketAddresses.encode(scoped, AF_INET6));
        assertEquals(5, assertInstanceOf(Inet6Address.class, decoded.getAddress()).getScopeId());
        assertEquals(scoped, decoded);
    }

    @Test
    void shouldBindTheIpv4WildcardToBothFamilies() throws Exception {
        InetSocketAddress bound = decode(SocketAddresses.encodeForBind(address("0.0.0.0"), AF_INET6));
        assertEquals(address("::"), bound);
        assertEquals(address("0.0.0.0"), decode(SocketAddresses.encodeForBind(address("0.0.0.0"), AF_INET)));
    }

    @Test
    void shouldConnectToTheIpv4WildcardAsIpv4() throws Exception {
        assertEquals(address("0.0.0.0"), decode(SocketAddresses.encode(address("0.0.0.0"), AF_INET6)));
    }

    @Test
    void shouldRefuseIpv6OnAnIpv4Socket() {
        assertThrows(IllegalArgumentException.class, () -> SocketAddresses.encode(address("::1"), AF_INET));
    }

    @Test
    void shouldDecodeOtherFamiliesAsNothing() {
        assertNull(SocketAddresses.decode(ByteBuffer.allocate(16), 16));
    }
}
