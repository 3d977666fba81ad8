// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_TIMEOUT_REMOVE} with {@code IORING_TIMEOUT_UPDATE} (since 5.11): moves an armed {@link TimeoutOp}
 * without a cancel and a new timer. {@code -ENOENT} and {@code -EALREADY} mean that the timer just expired: its own
 * completion says so.
 */
public final class TimeoutUpdateOp extends Op {
    private final TimeoutOp timer;
    private long deadlineNs;

    /**
     * Makes an idle update.
     *
     * @param timer which timer to move; in flight at each submit
     */
    public TimeoutUpdateOp(TimeoutOp timer) {
        this.timer = timer;
    }

    /**
     * Sets the new time, before a submit.
     *
     * @param newDeadlineNs {@link System#nanoTime()} value
     */
    public void deadlineNs(long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        long timespec = TimeoutOp.putTimespec(arena, deadlineNs);
        if (timespec == 0) {
            return false;
        }
        sqe.prepTimeoutUpdate(timespec, timer.userData(), IoUringConstants.IORING_TIMEOUT_ABS);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        // The timer's own completion tells what became of it.
    }

    @Override
    protected boolean isInternal() {
        return true;
    }

    @Override
    public String name() {
        return "TIMEOUT_UPDATE";
    }

    @Override
    public Object owner() {
        return timer.owner();
    }
}
