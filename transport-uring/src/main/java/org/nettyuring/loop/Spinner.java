// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.nettyuring.metrics.LoopCounters;

/**
 * Looks for work for a bounded time before a loop goes to sleep: what a sleep and its wake-up cost, about 20 µs of
 * latency on a virtual machine, is saved, and a core is kept busy for it.
 *
 * <p>An eager one, which a user asks for, begins with looks. When {@value #PATIENCE} in a row were in vain, the next
 * sleeps come without one, twice as many each time up to {@value #LONGEST_REST}, and the first look that finds
 * something ends that. A loop without traffic so spends little; one whose requests come seldom never spins.
 *
 * <p>A reluctant one, which every other loop has, looks for {@value #RELUCTANT_NS} ns only, and only after a sleep that
 * another thread's task cut short: such a sleep takes more of the core than the look, and of the other thread a system
 * call. Each short sleep pays for one look in vain. Loop thread only.
 */
final class Spinner {
    /** About what a sleep and a wake-up take of the core. */
    private static final long RELUCTANT_NS = 5_000;
    /** A task that was there so soon, the wake-up included, came within about {@value #RELUCTANT_NS} ns. */
    private static final long SHORT_SLEEP_NS = 30_000;
    private static final int MOST_CREDIT = 4;

    private static final int PATIENCE = 4;
    private static final int LONGEST_REST = 256;
    /** Looks between two readings of the clock. */
    private static final int LOOKS_PER_READING = 16;

    private final long limitNs;
    private final LongSupplier clock;
    private final LoopCounters counters;
    private final boolean eager;
    private int credit;
    private int inVain;
    private int rest = 1;
    private int resting;

    private Spinner(boolean eager, long limitNs, LongSupplier clock, LoopCounters counters) {
        this.eager = eager;
        this.limitNs = limitNs;
        this.clock = clock;
        this.counters = counters;
    }

    /**
     * {@return an eager one}
     *
     * @param limitNs longest time of one look in nanoseconds, greater than 0
     * @param clock nanoseconds
     * @param counters the loop's
     */
    static Spinner eager(long limitNs, LongSupplier clock, LoopCounters counters) {
        return new Spinner(true, limitNs, clock, counters);
    }

    /**
     * {@return a reluctant one}
     *
     * @param clock nanoseconds
     * @param counters the loop's
     */
    static Spinner reluctant(LongSupplier clock, LoopCounters counters) {
        return new Spinner(false, RELUCTANT_NS, clock, counters);
    }

    /**
     * A sleep was ended by another thread's task.
     *
     * @param sleptNs how long it was, with its preparations and the wake-up
     */
    void wokenByTask(long sleptNs) {
        if (sleptNs < SHORT_SLEEP_NS) {
            credit = Math.min(MOST_CREDIT, credit + 1);
        }
    }

    /** {@return whether this sleep is to be preceded by a look} */
    boolean wantsTo() {
        if (!eager) {
            return credit > 0;
        }
        if (resting == 0) {
            return true;
        }
        resting--;
        return false;
    }

    /**
     * Looks until there is work or the time is over.
     *
     * @param work whether there is; called very often
     * @param mostNs nanoseconds until the loop's next deadline
     * @return whether there is work
     */
    boolean look(BooleanSupplier work, long mostNs) {
        counters.spins++;
        long startNs = clock.getAsLong();
        long lengthNs = Math.min(limitNs, mostNs);
        do {
            for (int i = 0; i < LOOKS_PER_READING; i++) {
                if (work.getAsBoolean()) {
                    found();
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (clock.getAsLong() - startNs < lengthNs);
        foundNothing();
        return false;
    }

    private void found() {
        counters.fruitfulSpins++;
        credit = MOST_CREDIT;
        inVain = 0;
        rest = 1;
    }

    private void foundNothing() {
        credit--;
        if (++inVain >= PATIENCE) {
            resting = rest;
            rest = Math.min(LONGEST_REST, 2 * rest);
        }
    }
}
