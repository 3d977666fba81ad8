// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

/**
 * What a Java Flight Recording can show of loops and channels, all of it off until a recording asks for it
 * ({@code -XX:StartFlightRecording:nettyuring.LoopStatistics#enabled=true}). Without a recording no event is defined,
 * and a Java runtime without the module {@code jdk.jfr} will do. Any thread.
 */
public final class FlightEvents {
    private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightEvents() {}

    /**
     * A loop was made; it is part of {@code nettyuring.LoopStatistics} until {@link #loopEnded}.
     *
     * @param counters the loop's
     */
    public static void loopMade(LoopCounters counters) {
        if (PRESENT) {
            LoopStatistics.add(counters);
        }
    }

    /**
     * A loop ended.
     *
     * @param counters the loop's
     */
    public static void loopEnded(LoopCounters counters) {
        if (PRESENT) {
            LoopStatistics.remove(counters);
        }
    }

    /**
     * A receive found no buffer: {@code nettyuring.BufferShortage}, and {@link Metric#NO_BUFFERS}. Loop thread.
     *
     * @param channel whose receive
     * @param counters the loop's
     */
    public static void bufferShortage(Object channel, LoopCounters counters) {
        counters.noBuffers++;
        if (PRESENT) {
            BufferShortageEvent.commit(channel, counters);
        }
    }

    /**
     * Completions did not fit into the queue: {@code nettyuring.CompletionQueueOverflow}, and {@link Metric#OVERFLOWS}.
     * Loop thread.
     *
     * @param cqEntries of the loop's ring
     * @param counters the loop's
     */
    public static void overflow(int cqEntries, LoopCounters counters) {
        counters.overflows++;
        if (PRESENT) {
            CompletionQueueOverflowEvent.commit(cqEntries);
        }
    }

    /**
     * The close of a channel waits long for the kernel: {@code nettyuring.SlowClose}. Loop thread.
     *
     * @param channel which
     * @param waitedMillis so far
     * @param inFlight what the kernel still holds
     */
    public static void slowClose(Object channel, long waitedMillis, Object inFlight) {
        if (PRESENT) {
            SlowCloseEvent.commit(channel, waitedMillis, inFlight);
        }
    }
}
