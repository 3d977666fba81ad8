// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two servers compared round by round: each ratio is of two windows that lie next to each other in time, so that a
 * machine that gets slower or faster falls out of it.
 *
 * @param median of the ratios
 * @param lowest of the ratios
 * @param highest of the ratios
 */
public record PairedRatios(double median, double lowest, double highest) {

    /** {@return the ratios of a value of {@code ours} to that of {@code theirs} in the same round} */
    public static PairedRatios of(List<Window> ours, List<Window> theirs, ToDoubleFunction<Window> value) {
        final int rounds = Math.min(ours.size(), theirs.size());
        final double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = value.applyAsDouble(ours.get(i)) / value.applyAsDouble(theirs.get(i));
        }
        final double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return new PairedRatios(median(ratios), sorted[0], sorted[rounds - 1]);
    }

    /** {@return the median of a value over windows} */
    public static double median(List<Window> windows, ToDoubleFunction<Window> value) {
        return median(windows.stream().mapToDouble(value).toArray());
    }

    private static double median(double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
