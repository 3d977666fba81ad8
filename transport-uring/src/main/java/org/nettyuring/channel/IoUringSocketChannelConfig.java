// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.util.internal.PlatformDependent;
import java.net.InetAddress;
import java.util.Map;
import org.nettyuring.abi.SocketConstants;

/** The configuration of an {@link IoUringSocketChannel}. Any thread. */
public final class IoUringSocketChannelConfig extends AbstractIoUringChannelConfig<IoUringSocketChannelConfig>
        implements SocketChannelConfig, Stream.Settings {
    /** {@code SO_LINGER} stands apart: whether to close off the loop is asked at every close. */
    private static final SocketOptionTable<IoUringSocketChannelConfig> LINGER =
            new SocketOptionTable<IoUringSocketChannelConfig>()
                    .linger(ChannelOption.SO_LINGER, SOL_SOCKET, SocketConstants.SO_LINGER);

    private volatile boolean allowHalfClosure;
    private volatile boolean mayLinger;
    volatile boolean fastOpenConnect;
    volatile int zeroCopyThreshold = -1;
    /** Null until there were some. Guarded by this. */
    private TcpMd5Keys md5Keys;
    /** Null until somebody asked. Guarded by this. */
    private TcpCork cork;

    /**
     * Makes the configuration of a socket.
     *
     * @param hasNoDelay whether the socket is known to have {@code TCP_NODELAY}
     */
    IoUringSocketChannelConfig(AbstractIoUringChannel channel, boolean hasNoDelay) {
        super(channel, new AdaptiveRecvByteBufAllocator());
        if (!hasNoDelay && PlatformDependent.canEnableTcpNoDelayByDefault()) {
            setTcpNoDelay(true);
        }
    }

    @Override
    SocketOptionTable<IoUringSocketChannelConfig> table() {
        return TcpOptions.STREAM;
    }

    synchronized TcpMd5Keys md5Keys() {
        if (md5Keys == null) {
            md5Keys = new TcpMd5Keys();
        }
        return md5Keys;
    }

    /** {@return whether {@code SO_LINGER} was switched on through this configuration} */
    @Override
    public boolean mayLinger() {
        return mayLinger;
    }

    @Override
    public boolean isFastOpenConnect() {
        return fastOpenConnect;
    }

    @Override
    public int zeroCopyThreshold() {
        return zeroCopyThreshold;
    }

    @Override
    public synchronized TcpCork cork() {
        if (cork == null) {
            cork = new TcpCork();
        }
        return cork;
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

    /** {@return whether partial segments are held back} */
    public boolean isTcpCork() {
        return getOption(IoUringChannelOption.TCP_CORK);
    }

    /** Sets {@link IoUringChannelOption#TCP_CORK}. */
    public IoUringSocketChannelConfig setTcpCork(boolean tcpCork) {
        setOption(IoUringChannelOption.TCP_CORK, tcpCork);
        return this;
    }

    /** {@return the microseconds that the device is polled before blocking} */
    public int getSoBusyPoll() {
        return getOption(IoUringChannelOption.SO_BUSY_POLL);
    }

    /** Sets {@link IoUringChannelOption#SO_BUSY_POLL}. */
    public IoUringSocketChannelConfig setSoBusyPoll(int loopMicros) {
        setOption(IoUringChannelOption.SO_BUSY_POLL, loopMicros);
        return this;
    }

    /** {@return the unsent bytes below which the socket is writable} */
    public long getTcpNotSentLowAt() {
        return getOption(IoUringChannelOption.TCP_NOTSENT_LOWAT);
    }

    /** Sets {@link IoUringChannelOption#TCP_NOTSENT_LOWAT}. */
    public IoUringSocketChannelConfig setTcpNotSentLowAt(long tcpNotSentLowAt) {
        setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, tcpNotSentLowAt);
        return this;
    }

    /** {@return the seconds of silence before the first keep-alive probe} */
    public int getTcpKeepIdle() {
        return getOption(IoUringChannelOption.TCP_KEEPIDLE);
    }

    /** Sets {@link IoUringChannelOption#TCP_KEEPIDLE}. */
    public IoUringSocketChannelConfig setTcpKeepIdle(int seconds) {
        setOption(IoUringChannelOption.TCP_KEEPIDLE, seconds);
        return this;
    }

    /** {@return the seconds between keep-alive probes} */
    public int getTcpKeepIntvl() {
        return getOption(IoUringChannelOption.TCP_KEEPINTVL);
    }

    /** Sets {@link IoUringChannelOption#TCP_KEEPINTVL}. */
    public IoUringSocketChannelConfig setTcpKeepIntvl(int seconds) {
        setOption(IoUringChannelOption.TCP_KEEPINTVL, seconds);
        return this;
    }

    /** {@return the unanswered keep-alive probes before the connection is given up} */
    public int getTcpKeepCnt() {
        return getOption(IoUringChannelOption.TCP_KEEPCNT);
    }

    /** Sets {@link IoUringChannelOption#TCP_KEEPCNT}. */
    public IoUringSocketChannelConfig setTcpKeepCnt(int probes) {
        setOption(IoUringChannelOption.TCP_KEEPCNT, probes);
        return this;
    }

    /** {@return the milliseconds that sent data may stay unacknowledged} */
    public int getTcpUserTimeout() {
        return getOption(IoUringChannelOption.TCP_USER_TIMEOUT);
    }

    /**
     * Sets {@link IoUringChannelOption#TCP_KEEPCNT}.
     *
     * @deprecated a name that the epoll transport has, too; use {@link #setTcpKeepCnt(int)}
     */
    @Deprecated
    public IoUringSocketChannelConfig setTcpKeepCntl(int probes) {
        return setTcpKeepCnt(probes);
    }

    /** Sets {@link IoUringChannelOption#TCP_USER_TIMEOUT}. */
    public IoUringSocketChannelConfig setTcpUserTimeout(int milliseconds) {
        setOption(IoUringChannelOption.TCP_USER_TIMEOUT, milliseconds);
        return this;
    }

    /** {@return whether the local port is chosen at connect} */
    public boolean isIpBindAddressNoPort() {
        return getOption(IoUringChannelOption.IP_BIND_ADDRESS_NO_PORT);
    }

    /** Sets {@link IoUringChannelOption#IP_BIND_ADDRESS_NO_PORT}. */
    public IoUringSocketChannelConfig setIpBindAddressNoPort(boolean ipBindAddressNoPort) {
        setOption(IoUringChannelOption.IP_BIND_ADDRESS_NO_PORT, ipBindAddressNoPort);
        return this;
    }

    /** {@return whether foreign addresses may be bound to} */
    public boolean isIpTransparent() {
        return getOption(IoUringChannelOption.IP_TRANSPARENT);
    }

    /** Sets {@link IoUringChannelOption#IP_TRANSPARENT}. */
    public IoUringSocketChannelConfig setIpTransparent(boolean transparent) {
        setOption(IoUringChannelOption.IP_TRANSPARENT, transparent);
        return this;
    }

    /** {@return whether data is acknowledged at once} */
    public boolean isTcpQuickAck() {
        return getOption(IoUringChannelOption.TCP_QUICKACK);
    }

    /** Sets {@link IoUringChannelOption#TCP_QUICKACK}. */
    public IoUringSocketChannelConfig setTcpQuickAck(boolean quickAck) {
        setOption(IoUringChannelOption.TCP_QUICKACK, quickAck);
        return this;
    }

    /** {@return whether a connection is opened with early data} */
    public boolean isTcpFastOpenConnect() {
        return getOption(ChannelOption.TCP_FASTOPEN_CONNECT);
    }

    /** Sets {@link ChannelOption#TCP_FASTOPEN_CONNECT}. */
    public IoUringSocketChannelConfig setTcpFastOpenConnect(boolean fastOpenConnect) {
        setOption(ChannelOption.TCP_FASTOPEN_CONNECT, fastOpenConnect);
        return this;
    }

    /** Sets {@link IoUringChannelOption#TCP_MD5SIG}: these keys and no others. */
    public IoUringSocketChannelConfig setTcpMd5Sig(Map<InetAddress, byte[]> keys) {
        setOption(IoUringChannelOption.TCP_MD5SIG, keys);
        return this;
    }
}
