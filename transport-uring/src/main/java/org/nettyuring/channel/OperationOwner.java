// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.SocketOp;

/**
 * Whom operations on a channel's socket belong to: a part of the channel, which submits them to the channel's loop.
 * What their handling throws ends the channel; a report shows them as the channel's. Loop thread only.
 */
abstract class OperationOwner implements SocketOp.Owner {
    final AbstractIoUringChannel channel;
    /** Null until {@link #attach}. */
    IoUringIoRegistration loop;

    OperationOwner(AbstractIoUringChannel channel) {
        this.channel = channel;
    }

    /**
     * The channel joined a loop.
     *
     * @param newLoop submits from now on
     */
    public void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
    }

    @Override
    public final void onException(Throwable cause) {
        channel.onException(cause);
    }

    @Override
    public final String toString() {
        return channel.toString();
    }
}
