// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.concurrent.locks.Condition;

/**
 * How an enter waits. Simulated time moves on to what is due next, after the far ends had their turn; in real time the
 * thread sleeps until something changes. Used under the kernel's lock, which a real sleep gives up meanwhile.
 */
final class KernelSleep {
    private final FakeKernel kernel;
    private final KernelClock clock;
    private final Condition changed;

    KernelSleep(FakeKernel kernel, Condition changed) {
        this.kernel = kernel;
        this.changed = changed;
        clock = kernel.clock();
    }

    /** Sleeps until something may have changed, something is due, or the deadline has passed. */
    void until(long deadlineNs) {
        long wakeNs = deadlineNs;
        if (clock.nextDueNs() != Long.MAX_VALUE && clock.nextDueNs() - deadlineNs < 0) {
            wakeNs = clock.nextDueNs();
        }
        if (clock.isSimulated()) {
            sleepSimulated(wakeNs);
        } else {
            sleepReally(wakeNs);
        }
    }

    /** Ends all sleeps. */
    void end() {
        changed.signalAll();
    }

    private void sleepSimulated(long wakeNs) {
        kernel.rings().progressed();
        if (clock.runDue() || kernel.script().act()) {
            return;
        }
        if (wakeNs == Long.MAX_VALUE) {
            throw kernel.failure("deadlock: the loop sleeps and nothing can wake it");
        }
        clock.advanceTo(wakeNs);
    }

    // One wait, woken for any reason, is what the caller wants: it looks again.
    @SuppressWarnings("WaitNotInLoop")
    private void sleepReally(long wakeNs) {
        boolean interrupted = false;
        try {
            if (wakeNs == Long.MAX_VALUE) {
                changed.awaitUninterruptibly();
            } else {
                changed.awaitNanos(Math.max(1, wakeNs - clock.nowNs()));
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
