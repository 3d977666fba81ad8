// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import org.nettyuring.loop.IoUringEventLoop;

/** The channels of each loop, those on their way among them. */
final class ConnectionLoads implements LeastLoadedChooser.Loads {
    private final IoUringEventLoop[] loops;

    ConnectionLoads(IoUringEventLoop[] loops) {
        this.loops = loops;
    }

    @Override
    public double of(int index) {
        return loops[index].load();
    }

    @Override
    public void picked(int index) {
        // It shows when the channel is being registered, if the loop was picked for one.
    }
}
