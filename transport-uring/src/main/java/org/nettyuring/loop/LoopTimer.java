// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.Submitter;
import org.nettyuring.op.TimeoutOp;
import org.nettyuring.op.TimeoutUpdateOp;

/**
 * The loop's one timer in the kernel. It is armed for the earliest deadline and moved only when that becomes earlier: a
 * deadline that moves later, as an idle timeout does at each message, costs nothing; the timer then expires once for
 * nothing and is armed anew. Loop thread only.
 */
final class LoopTimer {
    private final Submitter submitter;
    private final LoopCounters counters;
    private final boolean canUpdate;
    private final TimeoutOp timeout;
    private final TimeoutUpdateOp update;
    private long armedNs;

    LoopTimer(Object owner, Submitter submitter, LoopCounters counters, boolean canUpdate) {
        this.submitter = submitter;
        this.counters = counters;
        this.canUpdate = canUpdate;
        timeout = new TimeoutOp(owner, counters);
        update = new TimeoutUpdateOp(timeout);
    }

    /**
     * Makes sure that a completion comes at the deadline or before.
     *
     * @param deadlineNs {@link System#nanoTime()} value
     */
    void arm(long deadlineNs) {
        if (!timeout.isPending()) {
            timeout.deadlineNs(deadlineNs);
            armedNs = deadlineNs;
            submitter.submit(timeout);
            counters.timerSqes++;
        } else if (deadlineNs - armedNs < 0) {
            moveEarlier(deadlineNs);
        }
    }

    private void moveEarlier(long deadlineNs) {
        if (!canUpdate) {
            // Its end arms it anew: the wait that follows returns at once with it.
            submitter.cancel(timeout);
            counters.timerSqes++;
        } else if (!update.isPending()) { // else its completion ends the wait, and the loop asks again
            update.deadlineNs(deadlineNs);
            armedNs = deadlineNs;
            submitter.submit(update);
            counters.timerSqes++;
        }
    }

    /** Takes the timer back, for the end of the loop. */
    void cancel() {
        submitter.cancel(timeout);
    }
}
