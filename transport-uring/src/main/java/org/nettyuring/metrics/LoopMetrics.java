// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one loop, or several together, have done so far. Immutable.
 *
 * <p>Taken from any thread, without stopping the loop: its numbers are plain fields that it writes as it goes. Each
 * one is whole (this transport runs on 64-bit machines only) and is at most as old as the loop's turn, which ends with
 * a system call; a later snapshot by the same thread never shows less of a {@link Metric.Kind#COUNTER}. They are not
 * of one instant: bytes may be there whose completion is not counted yet. Differences of two snapshots are therefore
 * exact but for one turn.
 */
public final class LoopMetrics {
    private final String thread;
    private final Map<Metric, Long> values;

    private LoopMetrics(String thread, Map<Metric, Long> values) {
        this.thread = thread;
        this.values = values;
    }

    /**
     * {@return what a loop has done so far}
     *
     * @param counters the loop's
     */
    public static LoopMetrics of(LoopCounters counters) {
        VarHandle.acquireFence(); // no read of the last snapshot sinks below this, and none of this one rises above it
        Map<Metric, Long> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            values.put(metric, metric.of(counters));
        }
        return new LoopMetrics(counters.thread(), values);
    }

    /**
     * {@return what some loops have done together; its thread is empty}
     *
     * @param loops any number
     */
    public static LoopMetrics sum(List<LoopMetrics> loops) {
        Map<Metric, Long> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            values.put(metric, loops.stream().mapToLong(loop -> loop.get(metric)).sum());
        }
        return new LoopMetrics("", values);
    }

    /** {@return the name of the loop's thread; empty until it has started} */
    public String thread() {
        return thread;
    }

    /**
     * {@return one number}
     *
     * @param metric which
     */
    public long get(Metric metric) {
        return values.get(metric);
    }

    /** {@return submission queue entries per {@code io_uring_enter}, since the loop began; 0 before the first enter} */
    public double sqesPerEnter() {
        long enters = get(Metric.ENTERS);
        return enters == 0 ? 0 : (double) get(Metric.SQES) / enters;
    }

    @Override
    public String toString() {
        return (thread.isEmpty() ? "" : thread + " ") + values;
    }
}
