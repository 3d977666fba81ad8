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
 * <p>Adaptive: when {@value #PATIENCE} looks in a row were in vain, the next sleeps come without one, twice as many
 * each time up to {@value #LONGEST_REST}, and the first look that finds something ends that. A loop without traffic so
 * spends little; one whose requests come seldom never spins. Loop thread only.
 */
final class Spinner {
    private static final int PATIENCE = 4;
    private static final int LONGEST_REST = 256;
    /** Looks between two readings of the clock. */
    private static final int LOOKS_PER_READING = 16;

    private final long limitNs;
    private final LongSupplier clock;
    private final LoopCounters counters;
    private int inVain;
    private int rest = 1;
    private int resting;

    /**
     * Makes one that begins by spinning.
     *
     * @param limitNs longest time of one look in nanoseconds, greater than 0
     * @param clock nanoseconds
     * @param counters the loop's
     */
    Spinner(long limitNs, LongSupplier clock, LoopCounters counters) {
        this.limitNs = limitNs;
        this.clock = clock;
        this.counters = counters;
    }

    /** {@return whether this sleep is to be preceded by a look} */
    boolean wantsTo() {
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
                    counters.fruitfulSpins++;
                    inVain = 0;
                    rest = 1;
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (clock.getAsLong() - startNs < lengthNs);
        if (++inVain >= PATIENCE) {
            resting = rest;
            rest = Math.min(LONGEST_REST, 2 * rest);
        }
        return false;
    }
}
