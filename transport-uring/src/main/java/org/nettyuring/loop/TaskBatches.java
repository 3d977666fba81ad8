// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Tells a flood of other threads' tasks from tasks that come one after another, and takes a flood in batches.
 *
 * <p>A loop that takes each task as soon as it is there fetches the queue's cache lines from the other thread for every
 * one, and takes them away from it: both go on at the pace of that, some 150 ns a task. A loop that stays away from the
 * queue for {@value #GATHERING_NS} ns finds a hundred and more, and it takes those only, or it would go on one by one
 * at the end of them. Whoever waits for a task's answer before the next one never meets this, but for a probe.
 *
 * <pre>
 *   usual:     {@value #FEWEST_RUNS} runs of {@value #RUN} tasks in a turn, few behind each ──► gathering
 *              one in {@value #LOOKS_PER_PROBE} fruitful looks stays away, {@value #FLOOD} come ──► gathering
 *   gathering, a turn begins:
 *              {@value #FLOOD} wait already ──► the turn takes these
 *              fewer: stays away, then {@value #FLOOD} wait ──► the turn takes these
 *                                 then fewer ──► usual
 *                                 a completion comes ──► a turn as usual, and gathering in the next
 * </pre>
 *
 * <p>Tasks that the loop's own tasks add, one by one, look alike and hardly ever gather: when staying away was in vain,
 * and not for the first time since a flood, twice as many runs must be seen before the next time, up to
 * {@value #MOST_RUNS}.
 *
 * <p>Nothing is lost by a turn that ends with tasks behind it: the loop does not sleep on tasks. Loop thread only.
 */
final class TaskBatches {
    /** So many within {@value #GATHERING_NS} ns come faster than one by one they can be taken. */
    static final int FLOOD = 16;
    /** As long as a reluctant look ({@link Spinner}). */
    static final long GATHERING_NS = 5_000;
    static final int LOOKS_PER_PROBE = 256;
    static final int RUN = 64;
    static final int FEWEST_RUNS = 2;
    static final int MOST_RUNS = 1024;

    /** Looks for completions between two readings of the clock. */
    private static final int LOOKS_PER_READING = 16;

    private final IntSupplier waiting;
    private final BooleanSupplier completions;
    private final LongSupplier clock;
    /** Tasks that this turn may yet take before it asks; written for each task. */
    private final IsolatedInt left = new IsolatedInt();
    private boolean gathering;
    private boolean gathered;
    private int runsOfFew;
    private int runsToGather = FEWEST_RUNS;
    private boolean wasInVain;
    private int looksToProbe = LOOKS_PER_PROBE;

    /**
     * Begins as usual.
     *
     * @param waiting tasks in the loop's queue, now
     * @param completions whether there are completions, for which no loop stays away
     * @param clock in nanoseconds
     */
    TaskBatches(IntSupplier waiting, BooleanSupplier completions, LongSupplier clock) {
        this.waiting = waiting;
        this.completions = completions;
        this.clock = clock;
    }

    /** A turn begins. */
    void beginTurn() {
        left.setPlain(RUN);
        gathered = false;
        runsOfFew = 0;
        if (gathering) {
            gather();
            if (!gathering) {
                runsToGather = wasInVain ? Math.min(MOST_RUNS, 2 * runsToGather) : runsToGather;
                wasInVain = true;
            }
        }
    }

    /** A look before a sleep found something. */
    void afterFruitfulLook() {
        if (--looksToProbe == 0) {
            looksToProbe = LOOKS_PER_PROBE;
            gather();
        }
    }

    private void gather() {
        int tasks = waiting.getAsInt();
        if (tasks < FLOOD) {
            if (!stayAway()) {
                return;
            }
            tasks = waiting.getAsInt();
        }
        gathering = tasks >= FLOOD;
        if (gathering) {
            gathered = true;
            runsToGather = FEWEST_RUNS;
            wasInVain = false;
            left.setPlain(tasks);
        }
    }

    private boolean stayAway() {
        long startNs = clock.getAsLong();
        do {
            for (int i = 0; i < LOOKS_PER_READING; i++) {
                if (completions.getAsBoolean()) {
                    return false;
                }
                Thread.onSpinWait();
            }
        } while (clock.getAsLong() - startNs < GATHERING_NS);
        return true;
    }

    /** {@return whether the turn may take one more task} Asked before each. */
    boolean takeOne() {
        int tasks = left.getPlain();
        if (tasks == 0) {
            return takeMore();
        }
        left.setPlain(tasks - 1);
        return true;
    }

    private boolean takeMore() {
        if (gathered) {
            return false;
        }
        int tasks = waiting.getAsInt();
        if (tasks >= FLOOD) {
            runsOfFew = 0;
            left.setPlain(tasks - 1);
            return true;
        }
        if (++runsOfFew == runsToGather) {
            gathering = true;
            gathered = true;
            return false;
        }
        left.setPlain(RUN - 1);
        return true;
    }
}
