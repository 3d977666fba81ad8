// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.internal.PlatformDependent;
import java.util.Map;
import org.nettyuring.abi.SocketConstants;

/** The configuration of an {@link IoUringSocketChannel}. Any thread. */
public final class IoUringSocketChannelConfig extends DefaultChannelConfig implements SocketChannelConfig {
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

    private final Socket socket;
    private final AbstractIoUringChannel owner;
    private volatile boolean allowHalfClosure;
    private volatile boolean mayLinger;
    /** Kept for the bootstraps that set it; a connection is opened without early data, which the option permits. */
    private volatile boolean fastOpenConnect;
    private volatile int zeroCopyThreshold = -1;

    IoUringSocketChannelConfig(AbstractIoUringChannel channel) {
        super(channel);
        owner = channel;
        socket = channel.socket;
        if (PlatformDependent.canEnableTcpNoDelayByDefault()) {
            setTcpNoDelay(true);
        }
    }

    /** {@return whether {@code SO_LINGER} was ever switched on through this configuration; no system call} */
    boolean mayLinger() {
        return mayLinger;
    }

    int zeroCopyThreshold() {
        return zeroCopyThreshold;
    }

    @Override
    public Map<ChannelOption<?>, Object> getOptions() {
        return getOptions(super.getOptions(), OPTIONS.options());
    }

    @Override
    public <T> T getOption(ChannelOption<T> option) {
        return OPTIONS.knows(option) ? OPTIONS.get(this, option) : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (!OPTIONS.knows(option)) {
            return super.setOption(option, value);
        }
        validate(option, value);
        OPTIONS.set(this, option, value);
        return true;
    }

    @Override
    protected void autoReadCleared() {
        owner.autoReadCleared();
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

    @Override
    public IoUringSocketChannelConfig setConnectTimeoutMillis(int connectTimeoutMillis) {
        super.setConnectTimeoutMillis(connectTimeoutMillis);
        return this;
    }

    @Override
    @Deprecated
    public IoUringSocketChannelConfig setMaxMessagesPerRead(int maxMessagesPerRead) {
        super.setMaxMessagesPerRead(maxMessagesPerRead);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setWriteSpinCount(int writeSpinCount) {
        super.setWriteSpinCount(writeSpinCount);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator recvByteBufAllocator) {
        super.setRecvByteBufAllocator(recvByteBufAllocator);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setAutoRead(boolean autoRead) {
        super.setAutoRead(autoRead);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setAutoClose(boolean autoClose) {
        super.setAutoClose(autoClose);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setWriteBufferHighWaterMark(int writeBufferHighWaterMark) {
        super.setWriteBufferHighWaterMark(writeBufferHighWaterMark);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setWriteBufferLowWaterMark(int writeBufferLowWaterMark) {
        super.setWriteBufferLowWaterMark(writeBufferLowWaterMark);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark writeBufferWaterMark) {
        super.setWriteBufferWaterMark(writeBufferWaterMark);
        return this;
    }

    @Override
    public IoUringSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator messageSizeEstimator) {
        super.setMessageSizeEstimator(messageSizeEstimator);
        return this;
    }
}
