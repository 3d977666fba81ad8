// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

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
 * <tr><td>HIGH, or it has none (a bell, a stale one)</td><td>at once; what it asks for is submitted at once, too, if
 * others wait</td></tr>
 * <tr><td>NORMAL</td><td>after all of HIGH, at most {@value #NORMAL_LIMIT} per turn, oldest first; what it asks for is
 * submitted before LOW's turn</td></tr>
 * <tr><td>LOW</td><td>after all of NORMAL that may go, oldest first: one, and more until something has come that may be
 * more urgent, for {@value #SLICE_NS} ns at most. If the oldest has waited for {@value #AGE_NS} ns: as long as the
 * others took in that turn, whatever has come, before that begins to count</td></tr>
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

    private final LongSupplier clock;
    private final HeldCompletions normal = new HeldCompletions();
    private final HeldCompletions low = new HeldCompletions();
    private long turnNs;
    private long lowNs;
    /** LOW's whatever comes. */
    private long assuredNs;

    CompletionLanes(LongSupplier clock) {
        this.clock = clock;
    }

    /** {@return whether none is held back} */
    boolean isEmpty() {
        return low.isEmpty() && normal.isEmpty();
    }

    /** A turn begins. */
    void beginTurn() {
        turnNs = clock.getAsLong();
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

    /** LOW's part of the turn begins. */
    void beginLow() {
        lowNs = clock.getAsLong();
        assuredNs = low.ageNs(lowNs) >= AGE_NS ? lowNs - turnNs : 0;
    }

    /**
     * {@return whether the turn may deliver one more of LOW}
     *
     * @param somethingCame whether completions came meanwhile, of whatever priority
     */
    boolean hasTimeForLow(boolean somethingCame) {
        long mostNs = somethingCame ? assuredNs : Math.max(assuredNs, SLICE_NS);
        return mostNs != 0 && clock.getAsLong() - lowNs < mostNs;
    }
}
