// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IPV6;
import static org.nettyuring.abi.SocketConstants.IPV6_MULTICAST_ALL;
import static org.nettyuring.abi.SocketConstants.IPV6_MULTICAST_HOPS;
import static org.nettyuring.abi.SocketConstants.IPV6_MULTICAST_IF;
import static org.nettyuring.abi.SocketConstants.IPV6_MULTICAST_LOOP;
import static org.nettyuring.abi.SocketConstants.IP_MULTICAST_ALL;
import static org.nettyuring.abi.SocketConstants.IP_MULTICAST_IF;
import static org.nettyuring.abi.SocketConstants.IP_MULTICAST_LOOP;
import static org.nettyuring.abi.SocketConstants.IP_MULTICAST_TTL;

import io.netty.channel.ChannelException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.nettyuring.abi.MulticastLayouts.IpMreqn;

/**
 * Options of multicast, which IPv4 and IPv6 have apart. An IPv6 socket sends to both kinds of groups, so what is set on
 * it is set for both. Any thread.
 */
final class MulticastOptions {
    /** Whether this machine gets what it sends to its own groups. */
    static final Option<Boolean> LOOP = new Option<>(
            new SocketOption<>("IP_MULTICAST_LOOP", IPPROTO_IP, IP_MULTICAST_LOOP, OptionFormat.BOOLEAN),
            new SocketOption<>("IPV6_MULTICAST_LOOP", IPPROTO_IPV6, IPV6_MULTICAST_LOOP, OptionFormat.BOOLEAN));
    /** How many routers a datagram passes. */
    static final Option<Integer> TTL = new Option<>(
            new SocketOption<>("IP_MULTICAST_TTL", IPPROTO_IP, IP_MULTICAST_TTL, OptionFormat.INTEGER),
            new SocketOption<>("IPV6_MULTICAST_HOPS", IPPROTO_IPV6, IPV6_MULTICAST_HOPS, OptionFormat.INTEGER));
    /** Whether datagrams of groups are received that other sockets joined. */
    static final Option<Boolean> ALL = new Option<>(
            new SocketOption<>("IP_MULTICAST_ALL", IPPROTO_IP, IP_MULTICAST_ALL, OptionFormat.BOOLEAN),
            new SocketOption<>("IPV6_MULTICAST_ALL", IPPROTO_IPV6, IPV6_MULTICAST_ALL, OptionFormat.BOOLEAN));

    private static final int IPV4_BYTES = 4;
    /** Written as an interface's number and address, read as its address. */
    private static final SocketOption<NetworkInterface> IPV4_INTERFACE =
            new SocketOption<>("IP_MULTICAST_IF", IPPROTO_IP, IP_MULTICAST_IF, new OptionFormat<>(
                    IpMreqn.SIZE, value -> null, MulticastOptions::putInterface));
    private static final SocketOption<byte[]> IPV4_ADDRESS =
            new SocketOption<>("IP_MULTICAST_IF", IPPROTO_IP, IP_MULTICAST_IF, new OptionFormat<>(
                    IPV4_BYTES, MulticastOptions::bytes, (value, address) -> { }));
    private static final SocketOption<Integer> IPV6_INTERFACE =
            new SocketOption<>("IPV6_MULTICAST_IF", IPPROTO_IPV6, IPV6_MULTICAST_IF, OptionFormat.INTEGER);

    private MulticastOptions() {}

    /**
     * One option of both families.
     *
     * @param ipv4 of mapped addresses, too
     * @param ipv6 of IPv6's own
     * @param <T> its value
     */
    record Option<T>(SocketOption<T> ipv4, SocketOption<T> ipv6) {
        T get(Socket socket) {
            return socket.getOption(socket.domain() == AF_INET6 ? ipv6 : ipv4);
        }

        void set(Socket socket, T value) {
            if (socket.domain() == AF_INET6) {
                socket.setOption(ipv6, value);
            }
            socket.setOption(ipv4, value);
        }
    }

    private static void putInterface(ByteBuffer value, NetworkInterface device) {
        value.putInt(IpMreqn.IMR_MULTIADDR_OFFSET, 0);
        value.putInt(IpMreqn.IMR_ADDRESS_OFFSET, 0);
        device.inetAddresses().filter(Inet4Address.class::isInstance).findFirst()
                .ifPresent(address -> value.put(IpMreqn.IMR_ADDRESS_OFFSET, address.getAddress()));
        value.putInt(IpMreqn.IMR_IFINDEX_OFFSET, device.getIndex());
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[IPV4_BYTES];
        value.get(0, bytes);
        return bytes;
    }

    /** {@return an address of the interface that datagrams to groups leave by; null if the kernel chooses} */
    static InetAddress address(Socket socket) {
        NetworkInterface device = networkInterface(socket);
        return device == null ? null : device.inetAddresses().findFirst().orElse(null);
    }

    /** Sets the interface by an address that it has. */
    static void setAddress(Socket socket, InetAddress address) {
        try {
            NetworkInterface device = NetworkInterface.getByInetAddress(address);
            if (device == null) {
                throw new ChannelException("IP_MULTICAST_ADDR: no network interface has the address " + address);
            }
            setNetworkInterface(socket, device);
        } catch (SocketException e) {
            throw new ChannelException(e);
        }
    }

    /** {@return the interface that datagrams to groups leave by; null if the kernel chooses} */
    static NetworkInterface networkInterface(Socket socket) {
        try {
            if (socket.domain() == AF_INET6) {
                int index = socket.getOption(IPV6_INTERFACE);
                return index == 0 ? null : NetworkInterface.getByIndex(index);
            }
            InetAddress address = InetAddress.getByAddress(socket.getOption(IPV4_ADDRESS));
            return address.isAnyLocalAddress() ? null : NetworkInterface.getByInetAddress(address);
        } catch (SocketException | UnknownHostException e) {
            throw new ChannelException(e);
        }
    }

    static void setNetworkInterface(Socket socket, NetworkInterface device) {
        boolean hasIpv4 = device.inetAddresses().anyMatch(Inet4Address.class::isInstance);
        if (socket.domain() == AF_INET && !hasIpv4) {
            throw new ChannelException("IP_MULTICAST_IF: " + device.getName() + " has no IPv4 address");
        }
        if (socket.domain() == AF_INET6) {
            socket.setOption(IPV6_INTERFACE, device.getIndex());
        }
        if (hasIpv4) {
            socket.setOption(IPV4_INTERFACE, device);
        }
    }
}
