// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Says how far a run is, and how long it will yet take: as long as what is done took for its part of the plan. */
public final class Progress {
    private final PrintStream out;
    private final LongSupplier clockNs;
    private final long startNs;
    private long plannedMillis;
    private long doneMillis;

    /** Begins to take the time. */
    public Progress(PrintStream out) {
        this(out, System::nanoTime);
    }

    Progress(PrintStream out, LongSupplier clockNs) {
        this.out = out;
        this.clockNs = clockNs;
        startNs = clockNs.getAsLong();
    }

    /** Adds to what is to be done. */
    public void plan(long millis) {
        plannedMillis += millis;
    }

    /** Takes note of what is done, or will not be. */
    void done(long millis) {
        doneMillis += millis;
    }

    /** {@return how long it will yet take, for people; empty as long as nothing is done} */
    String left() {
        if (doneMillis == 0) {
            return "";
        }
        final double elapsedMillis = (clockNs.getAsLong() - startNs) / 1e6;
        final Duration left = Duration.ofMillis(
                Math.round(elapsedMillis / doneMillis * Math.max(0, plannedMillis - doneMillis)));
        return left.toMinutes() > 0 ? left.toMinutes() + " min left" : left.toSeconds() + " s left";
    }

    /** {@return where to say other things} */
    PrintStream out() {
        return out;
    }
}
