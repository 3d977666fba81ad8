// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_UDP;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import org.nettyuring.abi.SocketConstants;

/** The options of datagram channels. */
@SuppressWarnings("deprecation") // DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, which bootstraps and DNS resolvers set
final class DatagramOptions {
    static final SocketOptionTable<IoUringDatagramChannelConfig> INTERNET =
            new SocketOptionTable<IoUringDatagramChannelConfig>()
                    .onOff(ChannelOption.SO_BROADCAST, SOL_SOCKET, SocketConstants.SO_BROADCAST)
                    .number(ChannelOption.SO_RCVBUF, SOL_SOCKET, SocketConstants.SO_RCVBUF)
                    .number(ChannelOption.SO_SNDBUF, SOL_SOCKET, SocketConstants.SO_SNDBUF)
                    .onOff(ChannelOption.SO_REUSEADDR, SOL_SOCKET, SocketConstants.SO_REUSEADDR)
                    .onOff(UnixChannelOption.SO_REUSEPORT, SOL_SOCKET, SocketConstants.SO_REUSEPORT)
                    .number(IoUringChannelOption.SO_BUSY_POLL, SOL_SOCKET, SocketConstants.SO_BUSY_POLL)
                    .trafficClass(ChannelOption.IP_TOS)
                    .ofSocket(ChannelOption.IP_MULTICAST_ADDR, MulticastOptions::address, MulticastOptions::setAddress)
                    .ofSocket(ChannelOption.IP_MULTICAST_IF, MulticastOptions::networkInterface,
                            MulticastOptions::setNetworkInterface)
                    .ofSocket(ChannelOption.IP_MULTICAST_LOOP_DISABLED,
                            socket -> !MulticastOptions.LOOP.get(socket),
                            (socket, disabled) -> MulticastOptions.LOOP.set(socket, !disabled))
                    .ofSocket(ChannelOption.IP_MULTICAST_TTL, MulticastOptions.TTL::get, MulticastOptions.TTL::set)
                    .ofSocket(IoUringChannelOption.IP_MULTICAST_ALL, MulticastOptions.ALL::get,
                            MulticastOptions.ALL::set)
                    .onOff(IoUringChannelOption.IP_FREEBIND, IPPROTO_IP, SocketConstants.IP_FREEBIND)
                    .onOff(IoUringChannelOption.IP_TRANSPARENT, IPPROTO_IP, SocketConstants.IP_TRANSPARENT)
                    .ofSocket(IoUringChannelOption.IP_RECVORIGDSTADDR, OriginalDestination::isOn,
                            OriginalDestination::set)
                    .field(IoUringChannelOption.UDP_GRO, IoUringDatagramChannelConfig::isUdpGro,
                            IoUringDatagramChannelConfig::setUdpGro)
                    .field(IoUringChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE,
                            IoUringDatagramChannelConfig::getMaxDatagramPayloadSize,
                            IoUringDatagramChannelConfig::setMaxDatagramPayloadSize)
                    .field(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION,
                            IoUringDatagramChannelConfig::isActiveOnRegistration,
                            IoUringDatagramChannelConfig::setActiveOnRegistration)
                    .withoutEffect("EPOLL_MODE")
                    .withoutEffect("IO_URING_BUFFER_GROUP_ID");

    static final SocketOptionTable<IoUringDomainDatagramChannelConfig> UNIX =
            new SocketOptionTable<IoUringDomainDatagramChannelConfig>()
                    .number(ChannelOption.SO_SNDBUF, SOL_SOCKET, SocketConstants.SO_SNDBUF)
                    .number(ChannelOption.SO_RCVBUF, SOL_SOCKET, SocketConstants.SO_RCVBUF)
                    .field(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION,
                            IoUringDomainDatagramChannelConfig::isActiveOnRegistration,
                            IoUringDomainDatagramChannelConfig::setActiveOnRegistration)
                    .withoutEffect("EPOLL_MODE");

    /** {@code UDP_GRO} stands apart: whether it is on is asked with each datagram. */
    static final SocketOptionTable<IoUringDatagramChannelConfig> GRO =
            new SocketOptionTable<IoUringDatagramChannelConfig>()
                    .onOff(IoUringChannelOption.UDP_GRO, IPPROTO_UDP, SocketConstants.UDP_GRO);

    private DatagramOptions() {}

    /** {@code IP_RECVORIGDSTADDR}, which an IPv6 socket has twice: for mapped addresses and for its own. */
    private static final class OriginalDestination {
        private static final SocketOption<Boolean> IPV4 = new SocketOption<>(
                "IP_RECVORIGDSTADDR", IPPROTO_IP, SocketConstants.IP_RECVORIGDSTADDR, OptionFormat.BOOLEAN);
        private static final SocketOption<Boolean> IPV6 = new SocketOption<>("IPV6_RECVORIGDSTADDR",
                SocketConstants.IPPROTO_IPV6, SocketConstants.IPV6_RECVORIGDSTADDR, OptionFormat.BOOLEAN);

        private OriginalDestination() {}

        static boolean isOn(Socket socket) {
            return socket.getOption(IPV4);
        }

        static void set(Socket socket, boolean on) {
            socket.setOption(IPV4, on);
            if (socket.domain() == AF_INET6) {
                socket.setOption(IPV6, on);
            }
        }
    }
}
