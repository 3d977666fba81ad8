// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import io.netty.util.internal.ObjectUtil;
import java.net.InetAddress;
import java.util.Map;

/** The configuration of an {@link IoUringServerSocketChannel}. Any thread. */
public final class IoUringServerSocketChannelConfig
        extends AbstractIoUringChannelConfig<IoUringServerSocketChannelConfig> implements ServerSocketChannelConfig {
    private volatile int backlog = NetUtil.SOMAXCONN;
    final TcpMd5Keys md5Keys = new TcpMd5Keys();

    IoUringServerSocketChannelConfig(AbstractIoUringChannel channel) {
        super(channel, TcpOptions.SERVER, new ServerChannelRecvByteBufAllocator());
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

    /** {@return whether listeners with the option share an address} */
    public boolean isReusePort() {
        return getOption(UnixChannelOption.SO_REUSEPORT);
    }

    /** Sets {@link UnixChannelOption#SO_REUSEPORT}. */
    public IoUringServerSocketChannelConfig setReusePort(boolean reusePort) {
        setOption(UnixChannelOption.SO_REUSEPORT, reusePort);
        return this;
    }

    /** {@return whether addresses that are not there yet may be bound to} */
    public boolean isFreeBind() {
        return getOption(IoUringChannelOption.IP_FREEBIND);
    }

    /** Sets {@link IoUringChannelOption#IP_FREEBIND}. */
    public IoUringServerSocketChannelConfig setFreeBind(boolean freeBind) {
        setOption(IoUringChannelOption.IP_FREEBIND, freeBind);
        return this;
    }

    /** {@return whether foreign addresses may be bound to} */
    public boolean isIpTransparent() {
        return getOption(IoUringChannelOption.IP_TRANSPARENT);
    }

    /** Sets {@link IoUringChannelOption#IP_TRANSPARENT}. */
    public IoUringServerSocketChannelConfig setIpTransparent(boolean transparent) {
        setOption(IoUringChannelOption.IP_TRANSPARENT, transparent);
        return this;
    }

    /** {@return the seconds that the kernel waits for data before a connection is accepted} */
    public int getTcpDeferAccept() {
        return getOption(IoUringChannelOption.TCP_DEFER_ACCEPT);
    }

    /** Sets {@link IoUringChannelOption#TCP_DEFER_ACCEPT}. */
    public IoUringServerSocketChannelConfig setTcpDeferAccept(int deferAccept) {
        setOption(IoUringChannelOption.TCP_DEFER_ACCEPT, deferAccept);
        return this;
    }

    /** {@return how many connections with early data may wait for their handshake to end} */
    public int getTcpFastopen() {
        return getOption(ChannelOption.TCP_FASTOPEN);
    }

    /** Sets {@link ChannelOption#TCP_FASTOPEN}. */
    public IoUringServerSocketChannelConfig setTcpFastopen(int pendingFastOpenRequestsThreshold) {
        setOption(ChannelOption.TCP_FASTOPEN, pendingFastOpenRequestsThreshold);
        return this;
    }

    /** Sets {@link IoUringChannelOption#TCP_MD5SIG}: these keys and no others; accepted connections inherit them. */
    public IoUringServerSocketChannelConfig setTcpMd5Sig(Map<InetAddress, byte[]> keys) {
        setOption(IoUringChannelOption.TCP_MD5SIG, keys);
        return this;
    }
}
