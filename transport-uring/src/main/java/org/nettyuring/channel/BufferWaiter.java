// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import org.nettyuring.buffer.ProvidedBufferPool;

/** Waits for receive buffers on behalf of one stay of a channel on one loop. That loop's thread only, for good. */
final class BufferWaiter extends ProvidedBufferPool.Waiter {
    private final Runnable whenThere;
    private boolean waiting;
    private boolean abandoned;

    /**
     * Makes a waiter that does not wait.
     *
     * @param whenThere runs when there are buffers again, unless the wait was abandoned
     */
    BufferWaiter(Runnable whenThere) {
        this.whenThere = whenThere;
    }

    boolean isWaiting() {
        return waiting;
    }

    void ask(ProvidedBufferPool pool) {
        waiting = true;
        pool.whenReplenished(this);
    }

    /** The channel closes, or leaves the loop. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void replenished() {
        waiting = false;
        if (!abandoned) {
            whenThere.run();
        }
    }
}
