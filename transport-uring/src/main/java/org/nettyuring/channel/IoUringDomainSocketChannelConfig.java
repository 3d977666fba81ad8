// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.channel.unix.DomainSocketChannelConfig;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.util.internal.ObjectUtil;

/** The configuration of an {@link IoUringDomainSocketChannel}. Any thread. */
@SuppressWarnings("deprecation") // setters of single water marks, which only this interface deprecates
public final class IoUringDomainSocketChannelConfig
        extends AbstractIoUringChannelConfig<IoUringDomainSocketChannelConfig>
        implements DomainSocketChannelConfig, DuplexChannelConfig, Stream.Settings {
    private volatile boolean allowHalfClosure;
    private volatile DomainSocketReadMode readMode = DomainSocketReadMode.BYTES;

    IoUringDomainSocketChannelConfig(IoUringDomainSocketChannel channel) {
        super(channel, new AdaptiveRecvByteBufAllocator());
    }

    @Override
    SocketOptionTable<IoUringDomainSocketChannelConfig> table() {
        return UnixOptions.STREAM;
    }

    /** {@return -1: Unix domain sockets cannot send without a copy} */
    @Override
    public int zeroCopyThreshold() {
        return -1;
    }

    /** {@return false: nothing lingers} */
    @Override
    public boolean mayLinger() {
        return false;
    }

    @Override
    public boolean receivesDescriptors() {
        return readMode == DomainSocketReadMode.FILE_DESCRIPTORS;
    }

    @Override
    public boolean announcesEnd() {
        return false; // since 6.17
    }

    @Override
    public boolean sendsDescriptors() {
        return true;
    }

    @Override
    public DomainSocketReadMode getReadMode() {
        return readMode;
    }

    /**
     * Switches between bytes and descriptors. On the loop's thread it holds from the next receive on; what was received
     * before is delivered as it was received. The peer should pass a descriptor only after it knows that this side
     * expects one: the kernel drops descriptors that come with bytes read as bytes.
     *
     * @param newReadMode the mode
     */
    @Override
    public IoUringDomainSocketChannelConfig setReadMode(DomainSocketReadMode newReadMode) {
        ObjectUtil.checkNotNull(newReadMode, "mode");
        if (readMode != newReadMode) {
            readMode = newReadMode;
            ((IoUringDomainSocketChannel) channel).readModeChanged();
        }
        return this;
    }

    @Override
    public boolean isAllowHalfClosure() {
        return allowHalfClosure;
    }

    @Override
    public IoUringDomainSocketChannelConfig setAllowHalfClosure(boolean newAllowHalfClosure) {
        allowHalfClosure = newAllowHalfClosure;
        return this;
    }

    /** {@return {@code SO_SNDBUF}, bytes} */
    public int getSendBufferSize() {
        return getOption(ChannelOption.SO_SNDBUF);
    }

    /**
     * Sets {@code SO_SNDBUF}.
     *
     * @param sendBufferSize bytes; the kernel doubles it
     * @return this
     */
    public IoUringDomainSocketChannelConfig setSendBufferSize(int sendBufferSize) {
        setOption(ChannelOption.SO_SNDBUF, sendBufferSize);
        return this;
    }

    /** {@return {@code SO_RCVBUF}, bytes} */
    public int getReceiveBufferSize() {
        return getOption(ChannelOption.SO_RCVBUF);
    }

    /**
     * Sets {@code SO_RCVBUF}.
     *
     * @param receiveBufferSize bytes; the kernel doubles it
     * @return this
     */
    public IoUringDomainSocketChannelConfig setReceiveBufferSize(int receiveBufferSize) {
        setOption(ChannelOption.SO_RCVBUF, receiveBufferSize);
        return this;
    }
}
