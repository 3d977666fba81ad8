// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.nettyuring.op.IoPriority;

/**
 * Completions by priority, and how many of each a turn delivers. A completion that is held back is one that has come
 * later: its operation is still pending and keeps its slot and its memory, so that a cancel, a close or a departure
 * waits for it as it would wait for the kernel.
 *
 * <table>
 * <caption>What a turn does with a completion</caption>
 * <tr><th>its operation was submitted as</th><th>delivered</th></tr>
 * <tr><td>HIGH, or it has none (a bell, a stale one)</td><td>at once</td></tr>
 * <tr><td>NORMAL</td><td>after all of HIGH, at most {@value #NORMAL_LIMIT} per turn, oldest first</td></tr>
 * <tr><td>LOW</td><td>after all of NORMAL that may go, oldest first: at least one per turn; so many that a turn takes
 * about {@value #SLICE_NS} ns while some are left; twice as many for each {@value #AGE_NS} ns that the oldest has
 * waited</td></tr>
 * <tr><td>any, and the loop is about to end</td><td>at once, in the order NORMAL, LOW; no more are held</td></tr>
 * </table>
 * An operation's priority is that of its submission, and stays until its last completion was delivered. So completions
 * of one operation keep their order, and so do those of one buffer group, because each priority has its own. Loop
 * thread only.
 */
final class CompletionLanes {
    static final int NORMAL_LIMIT = 256;
    static final long SLICE_NS = 50_000;
    static final long AGE_NS = 5_000_000;

    private static final int MOST_LOW = 256;
    private static final int MOST_DOUBLINGS = 8;
    /** Longer turns are somebody's handler, or a sleep: nothing to learn from. */
    private static final long LONGEST_TURN_NS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;
    private final HeldCompletions normal = new HeldCompletions();
    private final HeldCompletions low = new HeldCompletions();
    private int lowLimit = 1;
    private boolean lowWasLeft;
    private long turnNs;

    CompletionLanes(LongSupplier clock) {
        this.clock = clock;
        turnNs = clock.getAsLong();
    }

    /** {@return whether none is held back} */
    boolean isEmpty() {
        return low.isEmpty() && normal.isEmpty();
    }

    /** A turn begins; how long the one before was says how many of LOW the next ones can have. */
    void beginTurn() {
        long nowNs = clock.getAsLong();
        long tookNs = nowNs - turnNs;
        turnNs = nowNs;
        if (lowWasLeft && tookNs < LONGEST_TURN_NS) {
            lowLimit = tookNs > SLICE_NS ? Math.max(1, lowLimit / 2) : Math.min(MOST_LOW, lowLimit + 1);
        }
    }

    void hold(IoPriority priority, long userData, int res, int flags) {
        (priority == IoPriority.LOW ? low : normal).add(userData, res, flags, turnNs);
    }

    HeldCompletions normal() {
        return normal;
    }

    HeldCompletions low() {
        return low;
    }

    /** {@return how many of LOW this turn may deliver} */
    int lowLimit() {
        return lowLimit << Math.min(MOST_DOUBLINGS, low.ageNs(turnNs) / AGE_NS);
    }

    void endTurn() {
        lowWasLeft = !low.isEmpty();
    }
}
