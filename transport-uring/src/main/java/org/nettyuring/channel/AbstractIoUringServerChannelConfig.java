// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.util.NetUtil;
import io.netty.util.internal.ObjectUtil;

/**
 * What the configurations of this transport's server channels share. Any thread.
 *
 * @param <C> the configuration's own type
 */
abstract class AbstractIoUringServerChannelConfig<C extends AbstractIoUringServerChannelConfig<C>>
        extends AbstractIoUringChannelConfig<C> implements ServerSocketChannelConfig {
    private volatile int backlog = NetUtil.SOMAXCONN;

    AbstractIoUringServerChannelConfig(AbstractIoUringChannel channel) {
        super(channel, new ServerChannelRecvByteBufAllocator());
    }

    @Override
    public int getBacklog() {
        return backlog;
    }

    @Override
    public C setBacklog(int newBacklog) {
        backlog = ObjectUtil.checkPositiveOrZero(newBacklog, "backlog");
        return self();
    }

    @Override
    public boolean isReuseAddress() {
        return getOption(ChannelOption.SO_REUSEADDR);
    }

    @Override
    public C setReuseAddress(boolean reuseAddress) {
        setOption(ChannelOption.SO_REUSEADDR, reuseAddress);
        return self();
    }

    @Override
    public int getReceiveBufferSize() {
        return getOption(ChannelOption.SO_RCVBUF);
    }

    @Override
    public C setReceiveBufferSize(int receiveBufferSize) {
        setOption(ChannelOption.SO_RCVBUF, receiveBufferSize);
        return self();
    }

    /** Does nothing: Linux has no such preferences. */
    @Override
    public C setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        return self();
    }
}
