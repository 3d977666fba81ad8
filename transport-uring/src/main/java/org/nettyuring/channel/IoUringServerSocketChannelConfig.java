// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import io.netty.util.internal.ObjectUtil;
import org.nettyuring.abi.SocketConstants;

/** The configuration of an {@link IoUringServerSocketChannel}. Any thread. */
public final class IoUringServerSocketChannelConfig
        extends AbstractIoUringChannelConfig<IoUringServerSocketChannelConfig> implements ServerSocketChannelConfig {
    private static final SocketOptionTable<IoUringServerSocketChannelConfig> OPTIONS =
            new SocketOptionTable<IoUringServerSocketChannelConfig>(config -> config.socket)
                    .number(ChannelOption.SO_RCVBUF, SOL_SOCKET, SocketConstants.SO_RCVBUF)
                    .onOff(ChannelOption.SO_REUSEADDR, SOL_SOCKET, SocketConstants.SO_REUSEADDR)
                    .onOff(UnixChannelOption.SO_REUSEPORT, SOL_SOCKET, SocketConstants.SO_REUSEPORT)
                    .onOff(IoUringChannelOption.IP_FREEBIND, IPPROTO_IP, SocketConstants.IP_FREEBIND)
                    .onOff(IoUringChannelOption.IP_TRANSPARENT, IPPROTO_IP, SocketConstants.IP_TRANSPARENT)
                    .number(IoUringChannelOption.TCP_DEFER_ACCEPT, IPPROTO_TCP, SocketConstants.TCP_DEFER_ACCEPT)
                    .number(ChannelOption.TCP_FASTOPEN, IPPROTO_TCP, SocketConstants.TCP_FASTOPEN)
                    .field(ChannelOption.SO_BACKLOG, IoUringServerSocketChannelConfig::getBacklog,
                            IoUringServerSocketChannelConfig::setBacklog);

    private volatile int backlog = NetUtil.SOMAXCONN;

    IoUringServerSocketChannelConfig(AbstractIoUringChannel channel) {
        super(channel, OPTIONS, new ServerChannelRecvByteBufAllocator());
        setReuseAddress(true); // as java.nio does
    }

    @Override
    public int getBacklog() {
        return backlog;
    }

    @Override
    public IoUringServerSocketChannelConfig setBacklog(int newBacklog) {
        backlog = ObjectUtil.checkPositiveOrZero(newBacklog, "backlog");
        return this;
    }

    @Override
    public boolean isReuseAddress() {
        return getOption(ChannelOption.SO_REUSEADDR);
    }

    @Override
    public IoUringServerSocketChannelConfig setReuseAddress(boolean reuseAddress) {
        setOption(ChannelOption.SO_REUSEADDR, reuseAddress);
        return this;
    }

    @Override
    public int getReceiveBufferSize() {
        return getOption(ChannelOption.SO_RCVBUF);
    }

    @Override
    public IoUringServerSocketChannelConfig setReceiveBufferSize(int receiveBufferSize) {
        setOption(ChannelOption.SO_RCVBUF, receiveBufferSize);
        return this;
    }

    /** Does nothing: Linux has no such preferences. */
    @Override
    public IoUringServerSocketChannelConfig setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        return this;
    }
}
