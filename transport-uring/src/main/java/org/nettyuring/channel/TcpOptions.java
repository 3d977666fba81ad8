// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import org.nettyuring.abi.SocketConstants;

/** The options of TCP channels. */
final class TcpOptions {
    static final SocketOption<Boolean> NODELAY = new SocketOption<>(
            "TCP_NODELAY", IPPROTO_TCP, SocketConstants.TCP_NODELAY, OptionFormat.BOOLEAN);

    static final SocketOptionTable<IoUringSocketChannelConfig> STREAM =
            new SocketOptionTable<IoUringSocketChannelConfig>()
                    .number(ChannelOption.SO_RCVBUF, SOL_SOCKET, SocketConstants.SO_RCVBUF)
                    .number(ChannelOption.SO_SNDBUF, SOL_SOCKET, SocketConstants.SO_SNDBUF)
                    .onOff(ChannelOption.SO_KEEPALIVE, SOL_SOCKET, SocketConstants.SO_KEEPALIVE)
                    .onOff(ChannelOption.SO_REUSEADDR, SOL_SOCKET, SocketConstants.SO_REUSEADDR)
                    .onOff(UnixChannelOption.SO_REUSEPORT, SOL_SOCKET, SocketConstants.SO_REUSEPORT)
                    .number(IoUringChannelOption.SO_BUSY_POLL, SOL_SOCKET, SocketConstants.SO_BUSY_POLL)
                    .trafficClass(ChannelOption.IP_TOS)
                    .onOff(IoUringChannelOption.IP_FREEBIND, IPPROTO_IP, SocketConstants.IP_FREEBIND)
                    .onOff(IoUringChannelOption.IP_TRANSPARENT, IPPROTO_IP, SocketConstants.IP_TRANSPARENT)
                    .onOff(IoUringChannelOption.IP_BIND_ADDRESS_NO_PORT, IPPROTO_IP,
                            SocketConstants.IP_BIND_ADDRESS_NO_PORT)
                    .onOff(ChannelOption.TCP_NODELAY, IPPROTO_TCP, SocketConstants.TCP_NODELAY)
                    .field(IoUringChannelOption.TCP_CORK, config -> config.cork().get(config.socket()),
                            (config, on) -> config.cork().set(config.socket(), on))
                    .onOff(IoUringChannelOption.TCP_QUICKACK, IPPROTO_TCP, SocketConstants.TCP_QUICKACK)
                    .unsigned(IoUringChannelOption.TCP_NOTSENT_LOWAT, IPPROTO_TCP, SocketConstants.TCP_NOTSENT_LOWAT)
                    .number(IoUringChannelOption.TCP_KEEPIDLE, IPPROTO_TCP, SocketConstants.TCP_KEEPIDLE)
                    .number(IoUringChannelOption.TCP_KEEPINTVL, IPPROTO_TCP, SocketConstants.TCP_KEEPINTVL)
                    .number(IoUringChannelOption.TCP_KEEPCNT, IPPROTO_TCP, SocketConstants.TCP_KEEPCNT)
                    .number(IoUringChannelOption.TCP_USER_TIMEOUT, IPPROTO_TCP, SocketConstants.TCP_USER_TIMEOUT)
                    .field(IoUringChannelOption.TCP_MD5SIG, config -> null,
                            (config, keys) -> config.md5Keys().set(config.socket(), keys))
                    .field(ChannelOption.SO_LINGER, IoUringSocketChannelConfig::getSoLinger,
                            IoUringSocketChannelConfig::setSoLinger)
                    .field(ChannelOption.ALLOW_HALF_CLOSURE, IoUringSocketChannelConfig::isAllowHalfClosure,
                            IoUringSocketChannelConfig::setAllowHalfClosure)
                    .field(ChannelOption.TCP_FASTOPEN_CONNECT, config -> config.fastOpenConnect,
                            (config, on) -> config.fastOpenConnect = on)
                    .field(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, config -> config.zeroCopyThreshold,
                            (config, bytes) -> config.zeroCopyThreshold = bytes)
                    .withoutEffect("EPOLL_MODE")
                    .withoutEffect("IO_URING_BUFFER_GROUP_ID");

    static final SocketOptionTable<IoUringServerSocketChannelConfig> SERVER =
            new SocketOptionTable<IoUringServerSocketChannelConfig>()
                    .number(ChannelOption.SO_RCVBUF, SOL_SOCKET, SocketConstants.SO_RCVBUF)
                    .onOff(ChannelOption.SO_REUSEADDR, SOL_SOCKET, SocketConstants.SO_REUSEADDR)
                    .onOff(UnixChannelOption.SO_REUSEPORT, SOL_SOCKET, SocketConstants.SO_REUSEPORT)
                    .onOff(IoUringChannelOption.IP_FREEBIND, IPPROTO_IP, SocketConstants.IP_FREEBIND)
                    .onOff(IoUringChannelOption.IP_TRANSPARENT, IPPROTO_IP, SocketConstants.IP_TRANSPARENT)
                    .number(IoUringChannelOption.TCP_DEFER_ACCEPT, IPPROTO_TCP, SocketConstants.TCP_DEFER_ACCEPT)
                    .number(ChannelOption.TCP_FASTOPEN, IPPROTO_TCP, SocketConstants.TCP_FASTOPEN)
                    .field(IoUringChannelOption.TCP_MD5SIG, config -> null,
                            (config, keys) -> config.md5Keys().set(config.socket(), keys))
                    .field(ChannelOption.SO_BACKLOG, IoUringServerSocketChannelConfig::getBacklog,
                            IoUringServerSocketChannelConfig::setBacklog)
                    .withoutEffect("EPOLL_MODE");

    private TcpOptions() {}
}
