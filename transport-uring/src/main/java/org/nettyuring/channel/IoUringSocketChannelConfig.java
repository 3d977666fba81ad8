// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.internal.PlatformDependent;
import org.nettyuring.abi.SocketConstants;

/** The configuration of an {@link IoUringSocketChannel}. Any thread. */
public final class IoUringSocketChannelConfig extends AbstractIoUringChannelConfig<IoUringSocketChannelConfig>
        implements SocketChannelConfig, Stream.Settings {
    private static final SocketOptionTable<IoUringSocketChannelConfig> OPTIONS =
            new SocketOptionTable<IoUringSocketChannelConfig>(config -> config.socket)
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
                    .onOff(IoUringChannelOption.TCP_CORK, IPPROTO_TCP, SocketConstants.TCP_CORK)
                    .onOff(IoUringChannelOption.TCP_QUICKACK, IPPROTO_TCP, SocketConstants.TCP_QUICKACK)
                    .unsigned(IoUringChannelOption.TCP_NOTSENT_LOWAT, IPPROTO_TCP, SocketConstants.TCP_NOTSENT_LOWAT)
                    .number(IoUringChannelOption.TCP_KEEPIDLE, IPPROTO_TCP, SocketConstants.TCP_KEEPIDLE)
                    .number(IoUringChannelOption.TCP_KEEPINTVL, IPPROTO_TCP, SocketConstants.TCP_KEEPINTVL)
                    .number(IoUringChannelOption.TCP_KEEPCNT, IPPROTO_TCP, SocketConstants.TCP_KEEPCNT)
                    .number(IoUringChannelOption.TCP_USER_TIMEOUT, IPPROTO_TCP, SocketConstants.TCP_USER_TIMEOUT)
                    .field(ChannelOption.SO_LINGER, IoUringSocketChannelConfig::getSoLinger,
                            IoUringSocketChannelConfig::setSoLinger)
                    .field(ChannelOption.ALLOW_HALF_CLOSURE, IoUringSocketChannelConfig::isAllowHalfClosure,
                            IoUringSocketChannelConfig::setAllowHalfClosure)
                    .field(ChannelOption.TCP_FASTOPEN_CONNECT, config -> config.fastOpenConnect,
                            (config, on) -> config.fastOpenConnect = on)
                    .field(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, config -> config.zeroCopyThreshold,
                            (config, bytes) -> config.zeroCopyThreshold = bytes);
    /** {@code SO_LINGER} stands apart: whether to close off the loop is asked at every close. */
    private static final SocketOptionTable<IoUringSocketChannelConfig> LINGER =
            new SocketOptionTable<IoUringSocketChannelConfig>(config -> config.socket)
                    .linger(ChannelOption.SO_LINGER, SOL_SOCKET, SocketConstants.SO_LINGER);

    private volatile boolean allowHalfClosure;
    private volatile boolean mayLinger;
    /** Kept for the bootstraps that set it; a connection is opened without early data, which the option permits. */
    private volatile boolean fastOpenConnect;
    private volatile int zeroCopyThreshold = -1;

    IoUringSocketChannelConfig(AbstractIoUringChannel channel) {
        super(channel, OPTIONS, new AdaptiveRecvByteBufAllocator());
        if (PlatformDependent.canEnableTcpNoDelayByDefault()) {
            setTcpNoDelay(true);
        }
    }

    /** {@return whether {@code SO_LINGER} was switched on through this configuration} */
    @Override
    public boolean mayLinger() {
        return mayLinger;
    }

    @Override
    public int zeroCopyThreshold() {
        return zeroCopyThreshold;
    }

    @Override
    public boolean isTcpNoDelay() {
        return getOption(ChannelOption.TCP_NODELAY);
    }

    @Override
    public IoUringSocketChannelConfig setTcpNoDelay(boolean tcpNoDelay) {
        setOption(ChannelOption.TCP_NODELAY, tcpNoDelay);
        return this;
    }

    @Override
    public int getSoLinger() {
        return LINGER.get(this, ChannelOption.SO_LINGER);
    }

    @Override
    public IoUringSocketChannelConfig setSoLinger(int soLinger) {
        LINGER.set(this, ChannelOption.SO_LINGER, soLinger);
        mayLinger = soLinger > 0;
        return this;
    }

    @Override
    public int getSendBufferSize() {
        return getOption(ChannelOption.SO_SNDBUF);
    }

    @Override
    public IoUringSocketChannelConfig setSendBufferSize(int sendBufferSize) {
        setOption(ChannelOption.SO_SNDBUF, sendBufferSize);
        return this;
    }

    @Override
    public int getReceiveBufferSize() {
        return getOption(ChannelOption.SO_RCVBUF);
    }

    @Override
    public IoUringSocketChannelConfig setReceiveBufferSize(int receiveBufferSize) {
        setOption(ChannelOption.SO_RCVBUF, receiveBufferSize);
        return this;
    }

    @Override
    public boolean isKeepAlive() {
        return getOption(ChannelOption.SO_KEEPALIVE);
    }

    @Override
    public IoUringSocketChannelConfig setKeepAlive(boolean keepAlive) {
        setOption(ChannelOption.SO_KEEPALIVE, keepAlive);
        return this;
    }

    @Override
    public int getTrafficClass() {
        return getOption(ChannelOption.IP_TOS);
    }

    @Override
    public IoUringSocketChannelConfig setTrafficClass(int trafficClass) {
        setOption(ChannelOption.IP_TOS, trafficClass);
        return this;
    }

    @Override
    public boolean isReuseAddress() {
        return getOption(ChannelOption.SO_REUSEADDR);
    }

    @Override
    public IoUringSocketChannelConfig setReuseAddress(boolean reuseAddress) {
        setOption(ChannelOption.SO_REUSEADDR, reuseAddress);
        return this;
    }

    /** Does nothing: Linux has no such preferences. */
    @Override
    public IoUringSocketChannelConfig setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        return this;
    }

    @Override
    public boolean isAllowHalfClosure() {
        return allowHalfClosure;
    }

    @Override
    public IoUringSocketChannelConfig setAllowHalfClosure(boolean newAllowHalfClosure) {
        allowHalfClosure = newAllowHalfClosure;
        return this;
    }
}
