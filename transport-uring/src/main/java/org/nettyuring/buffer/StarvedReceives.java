// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import org.nettyuring.buffer.ProvidedBufferPool.Waiter;

/**
 * Receives that ended with {@code -ENOBUFS}, until they have a fair chance again: at least half of the buffers that the
 * kernel should have are with it. The first of a turn has the kernel get twice as many from then on. Loop thread only,
 * but for {@link #areWaiting()}.
 */
final class StarvedReceives {
    private final BufferLedger ledger;
    private final Runnable wake;
    private final WaiterQueue waiters = new WaiterQueue();
    private int starvedThisTurn;
    private boolean raisedThisTurn;
    private volatile boolean waiting;

    /**
     * Begins with nobody.
     *
     * @param ledger knows when there are buffers, and is told that there were too few
     * @param wake makes the loop take another turn
     */
    StarvedReceives(BufferLedger ledger, Runnable wake) {
        this.ledger = ledger;
        this.wake = wake;
    }

    /** {@return whether somebody may wait, so that a release must wake the loop} Any thread. */
    boolean areWaiting() {
        return waiting;
    }

    void beginTurn() {
        starvedThisTurn = 0;
        raisedThisTurn = false;
    }

    /** One more waits, and from now on {@link #areWaiting}: what was released before does not wake the loop. */
    void add(Waiter waiter) {
        starvedThisTurn++;
        if (!raisedThisTurn && ledger.isTooLittleFor(starvedThisTurn)) {
            raisedThisTurn = true;
            ledger.raiseLevel();
        }
        waiters.add(waiter);
        waiting = true;
    }

    void remove(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** Calls everybody who waits, if it is worth it; not from within itself. */
    void callIfReplenished() {
        if (waiters.isEmpty() || !ledger.isReplenished() || !waiters.callAll()) {
            return;
        }
        waiting = !waiters.isEmpty();
        if (waiting && ledger.isReplenished()) {
            wake.run(); // who came back while being called has its turn in the loop's next one
        }
    }

    /** Nobody waits any more. */
    void clear() {
        waiting = false;
        waiters.clear();
    }
}
