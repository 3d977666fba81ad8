// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import org.nettyuring.abi.SocketConstants;

/** The options of Unix domain stream sockets. */
final class UnixOptions {
    static final SocketOptionTable<IoUringDomainSocketChannelConfig> STREAM =
            new SocketOptionTable<IoUringDomainSocketChannelConfig>()
                    .number(ChannelOption.SO_RCVBUF, SOL_SOCKET, SocketConstants.SO_RCVBUF)
                    .number(ChannelOption.SO_SNDBUF, SOL_SOCKET, SocketConstants.SO_SNDBUF)
                    .field(ChannelOption.ALLOW_HALF_CLOSURE, IoUringDomainSocketChannelConfig::isAllowHalfClosure,
                            IoUringDomainSocketChannelConfig::setAllowHalfClosure)
                    .field(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, IoUringDomainSocketChannelConfig::getReadMode,
                            IoUringDomainSocketChannelConfig::setReadMode)
                    .withoutEffect("IO_URING_WRITE_ZERO_COPY_THRESHOLD") // the kernel cannot
                    .withoutEffect("EPOLL_MODE")
                    .withoutEffect("IO_URING_BUFFER_GROUP_ID");

    static final SocketOptionTable<IoUringServerDomainSocketChannelConfig> SERVER =
            new SocketOptionTable<IoUringServerDomainSocketChannelConfig>()
                    .number(ChannelOption.SO_RCVBUF, SOL_SOCKET, SocketConstants.SO_RCVBUF)
                    .onOff(ChannelOption.SO_REUSEADDR, SOL_SOCKET, SocketConstants.SO_REUSEADDR)
                    .field(ChannelOption.SO_BACKLOG, IoUringServerDomainSocketChannelConfig::getBacklog,
                            IoUringServerDomainSocketChannelConfig::setBacklog)
                    .field(ChannelOption.TCP_FASTOPEN, IoUringServerDomainSocketChannelConfig::getTcpFastopen,
                            IoUringServerDomainSocketChannelConfig::setTcpFastopen)
                    .withoutEffect("EPOLL_MODE");

    private UnixOptions() {}
}
