// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.util.internal.ObjectUtil;

/** The configuration of an {@link IoUringServerDomainSocketChannel}. Any thread. */
public final class IoUringServerDomainSocketChannelConfig
        extends AbstractIoUringServerChannelConfig<IoUringServerDomainSocketChannelConfig> {
    private volatile int fastOpen;

    IoUringServerDomainSocketChannelConfig(IoUringServerDomainSocketChannel channel) {
        super(channel);
    }

    @Override
    SocketOptionTable<IoUringServerDomainSocketChannelConfig> table() {
        return UnixOptions.SERVER;
    }

    /** {@return what was set; it means nothing to these sockets} */
    public int getTcpFastopen() {
        return fastOpen;
    }

    /**
     * Keeps a number that means nothing to these sockets, for bootstraps that set it for every server.
     *
     * @param pendingFastOpenRequestsThreshold 0 or more
     * @return this
     */
    public IoUringServerDomainSocketChannelConfig setTcpFastopen(int pendingFastOpenRequestsThreshold) {
        fastOpen = ObjectUtil.checkPositiveOrZero(pendingFastOpenRequestsThreshold, "pendingFastOpenRequestsThreshold");
        return this;
    }
}
