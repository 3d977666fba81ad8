// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.abi.SocketLayouts.SockaddrIn6;
import org.nettyuring.abi.SocketLayouts.SockaddrStorage;

/** Socket addresses as the kernel writes them, and as Java does. */
final class SocketAddresses {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int MAPPED_PREFIX_BYTES = 12;
    private static final byte ONES = (byte) 0xFF;

    private SocketAddresses() {}

    /**
     * Encodes an address to bind to. On an IPv6 socket the IPv4 wildcard is the wildcard of both.
     *
     * @param address of the socket's family, resolved
     * @param domain the socket's {@code AF_INET}, {@code AF_INET6} or {@code AF_UNIX}
     * @return a {@code struct sockaddr_in}, {@code sockaddr_in6} or {@code sockaddr_un}
     * @throws UnsupportedAddressTypeException for an address of another family
     * @throws UnresolvedAddressException for a host name without an address
     */
    static byte[] encodeForBind(SocketAddress address, int domain) {
        if (domain == AF_INET6 && internet(address).getAddress().isAnyLocalAddress()) {
            return encodeIpv6(new byte[IPV6_BYTES], internet(address).getPort(), 0);
        }
        return encode(address, domain);
    }

    /**
     * Encodes an address. On an IPv6 socket an IPv4 address is mapped.
     *
     * @param address of the socket's family, resolved
     * @param domain the socket's {@code AF_INET}, {@code AF_INET6} or {@code AF_UNIX}
     * @return a {@code struct sockaddr_in}, {@code sockaddr_in6} or {@code sockaddr_un}
     * @throws IllegalArgumentException for an IPv6 address on an IPv4 socket
     * @throws UnsupportedAddressTypeException for an address of another family
     * @throws UnresolvedAddressException for a host name without an address
     */
    static byte[] encode(SocketAddress address, int domain) {
        return domain == AF_UNIX ? UnixAddresses.encode(address) : encodeInternet(internet(address), domain);
    }

    private static InetSocketAddress internet(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internetAddress)) {
            throw new UnsupportedAddressTypeException();
        }
        if (internetAddress.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
        return internetAddress;
    }

    private static byte[] encodeInternet(InetSocketAddress address, int domain) {
        InetAddress ip = address.getAddress();
        if (ip instanceof Inet6Address ipv6) {
            if (domain != AF_INET6) {
                throw new IllegalArgumentException("address: " + address + " (expected: IPv4, as the socket)");
            }
            return encodeIpv6(ip.getAddress(), address.getPort(), ipv6.getScopeId());
        }
        return domain == AF_INET6
                ? encodeIpv6(mapped(ip.getAddress()), address.getPort(), 0)
                : encodeIpv4(ip.getAddress(), address.getPort());
    }

    private static byte[] encodeIpv4(byte[] ip, int port) {
        byte[] sockaddr = new byte[SockaddrIn.SIZE];
        ByteBuffer buffer = ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
        buffer.putShort(SockaddrIn.SIN_FAMILY_OFFSET, (short) AF_INET);
        putPort(buffer, SockaddrIn.SIN_PORT_OFFSET, port);
        System.arraycopy(ip, 0, sockaddr, SockaddrIn.SIN_ADDR_OFFSET, IPV4_BYTES);
        return sockaddr;
    }

    private static byte[] encodeIpv6(byte[] ip, int port, int scopeId) {
        byte[] sockaddr = new byte[SockaddrIn6.SIZE];
        ByteBuffer buffer = ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
        buffer.putShort(SockaddrIn6.SIN6_FAMILY_OFFSET, (short) AF_INET6);
        putPort(buffer, SockaddrIn6.SIN6_PORT_OFFSET, port);
        System.arraycopy(ip, 0, sockaddr, SockaddrIn6.SIN6_ADDR_OFFSET, IPV6_BYTES);
        buffer.putInt(SockaddrIn6.SIN6_SCOPE_ID_OFFSET, scopeId);
        return sockaddr;
    }

    private static byte[] mapped(byte[] ipv4) {
        byte[] ip = new byte[IPV6_BYTES];
        ip[MAPPED_PREFIX_BYTES - 2] = ONES;
        ip[MAPPED_PREFIX_BYTES - 1] = ONES;
        System.arraycopy(ipv4, 0, ip, MAPPED_PREFIX_BYTES, IPV4_BYTES);
        return ip;
    }

    /**
     * Decodes an address.
     *
     * @param sockaddr a {@code struct sockaddr_storage} at offset 0, in native byte order
     * @param length bytes that the kernel wrote
     * @return the address, IPv4 if it was mapped; null if there is none, or of a family unknown here
     */
    static SocketAddress decode(ByteBuffer sockaddr, int length) {
        return decodeAt(sockaddr, 0, length);
    }

    /**
     * As {@link #decode}, of an address that stands somewhere in memory.
     *
     * @param memory in native byte order
     * @param offset where the {@code struct sockaddr} begins
     * @param length bytes that the kernel wrote
     */
    static SocketAddress decodeAt(ByteBuffer memory, int offset, int length) {
        if (length < Short.BYTES) {
            return null;
        }
        return switch (memory.getShort(offset + SockaddrStorage.SS_FAMILY_OFFSET)) {
            case AF_INET -> decodeInternet(
                    bytes(memory, offset + SockaddrIn.SIN_ADDR_OFFSET, IPV4_BYTES),
                    getPort(memory, offset + SockaddrIn.SIN_PORT_OFFSET), 0);
            case AF_INET6 -> decodeInternet(
                    bytes(memory, offset + SockaddrIn6.SIN6_ADDR_OFFSET, IPV6_BYTES),
                    getPort(memory, offset + SockaddrIn6.SIN6_PORT_OFFSET),
                    memory.getInt(offset + SockaddrIn6.SIN6_SCOPE_ID_OFFSET));
            case AF_UNIX -> UnixAddresses.decode(memory, offset, length);
            default -> null;
        };
    }

    private static InetSocketAddress decodeInternet(byte[] ip, int port, int scopeId) {
        try {
            InetAddress address = InetAddress.getByAddress(ip); // a mapped IPv6 address becomes IPv4 here
            if (scopeId != 0 && address instanceof Inet6Address) {
                address = Inet6Address.getByAddress(null, ip, scopeId);
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for another number of bytes
        }
    }

    private static byte[] bytes(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = buffer.get(offset + i);
        }
        return bytes;
    }

    /** Ports are in network byte order. */
    private static void putPort(ByteBuffer buffer, int offset, int port) {
        buffer.put(offset, (byte) (port >>> Byte.SIZE));
        buffer.put(offset + 1, (byte) port);
    }

    private static int getPort(ByteBuffer buffer, int offset) {
        return (buffer.get(offset) & 0xFF) << Byte.SIZE | buffer.get(offset + 1) & 0xFF;
    }
}
