// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.unix.DomainDatagramChannelConfig;

/** The configuration of an {@link IoUringDomainDatagramChannel}. Any thread. */
public final class IoUringDomainDatagramChannelConfig
        extends AbstractIoUringChannelConfig<IoUringDomainDatagramChannelConfig>
        implements DomainDatagramChannelConfig, Datagrams.Settings {
    private static final int RECEIVE_BYTES = 2048;

    private volatile boolean activeOnRegistration;

    IoUringDomainDatagramChannelConfig(AbstractIoUringChannel channel) {
        super(channel, new FixedRecvByteBufAllocator(RECEIVE_BYTES));
    }

    @Override
    SocketOptionTable<IoUringDomainDatagramChannelConfig> table() {
        return DatagramOptions.UNIX;
    }

    @Override
    public boolean isActiveOnRegistration() {
        return activeOnRegistration;
    }

    /** Sets {@code DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION}. */
    void setActiveOnRegistration(boolean newActiveOnRegistration) {
        if (channel.isRegistered()) {
            throw new IllegalStateException("DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION: the channel is registered");
        }
        activeOnRegistration = newActiveOnRegistration;
    }

    @Override
    public int getSendBufferSize() {
        return getOption(ChannelOption.SO_SNDBUF);
    }

    @Override
    public IoUringDomainDatagramChannelConfig setSendBufferSize(int sendBufferSize) {
        setOption(ChannelOption.SO_SNDBUF, sendBufferSize);
        return this;
    }
}
