// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.function.Supplier;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.loop.IoUringIoRegistration;

/** Waits for receive buffers on behalf of one stay of a channel on one loop. Loop thread only. */
final class BufferWaiter extends ProvidedBufferPool.Waiter {
    private final IoUringIoRegistration ofLoop;
    private final Supplier<IoUringIoRegistration> currentLoop;
    private final Runnable whenThere;
    private boolean waiting;

    /**
     * Makes a waiter that does not wait.
     *
     * @param ofLoop whose buffers
     * @param currentLoop where the channel is
     * @param whenThere runs when there are buffers again, if the channel is still on that loop
     */
    BufferWaiter(IoUringIoRegistration ofLoop, Supplier<IoUringIoRegistration> currentLoop, Runnable whenThere) {
        this.ofLoop = ofLoop;
        this.currentLoop = currentLoop;
        this.whenThere = whenThere;
    }

    boolean isWaiting() {
        return waiting;
    }

    void ask(ProvidedBufferPool pool) {
        waiting = true;
        pool.whenReplenished(this);
    }

    @Override
    public void replenished() {
        waiting = false;
        if (ofLoop == currentLoop.get()) {
            whenThere.run();
        }
    }
}
