// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;

/**
 * What the machine was like during a window.
 *
 * @param coresBeforeNs from one core to the other and back just before; NaN if unknown
 * @param coresAfterNs the same just after
 * @param bystanders cores kept busy by anyone but the server and the client, the hypervisor's theft included
 * @param stolen cores that the hypervisor took
 * @param loadAverage threads that wanted to run, over the last minute, ours included
 */
public record Conditions(
        double coresBeforeNs, double coresAfterNs, double bystanders, double stolen, double loadAverage) {
    /** The distance of two cores jumps by far more than this, or hardly at all. */
    private static final double SAME_PHASE = 2;

    /** {@return whether the cores were equally far from each other both times, as far as we looked} */
    boolean comparable(Conditions other) {
        final DoubleSummaryStatistics seen =
                DoubleStream.of(coresBeforeNs, coresAfterNs, other.coresBeforeNs, other.coresAfterNs)
                        .summaryStatistics();
        return !(seen.getMax() > SAME_PHASE * seen.getMin());
    }
}
