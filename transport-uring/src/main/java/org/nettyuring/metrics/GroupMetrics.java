// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.util.List;

/**
 * What the loops of a group have done so far. Immutable; see {@link LoopMetrics} for what a snapshot is.
 *
 * @param loops in their order in the group
 */
public record GroupMetrics(List<LoopMetrics> loops) {
    /** Copies the list. */
    public GroupMetrics {
        loops = List.copyOf(loops);
    }

    /**
     * {@return a snapshot, for any thread to take}
     *
     * @param counters of the loops
     */
    public static GroupMetrics of(List<LoopCounters> counters) {
        return new GroupMetrics(counters.stream().map(LoopMetrics::of).toList());
    }

    /** {@return the sum over the loops} */
    public LoopMetrics total() {
        return LoopMetrics.sum(loops);
    }
}
