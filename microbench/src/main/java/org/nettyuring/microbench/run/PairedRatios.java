// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Two servers compared round by round: each ratio is of two windows that lie next to each other in time, so that a
 * machine that gets slower or faster falls out of it. Pairs between which the cores changed their distance do not
 * count, unless nothing else is left.
 *
 * @param median of the ratios
 * @param lowest of the ratios
 * @param highest of the ratios
 * @param pairs how many ratios that are
 */
public record PairedRatios(double median, double lowest, double highest, int pairs) {

    /** {@return the ratios of a value of {@code ours} to that of {@code theirs} in the same round} */
    public static PairedRatios of(List<Window> ours, List<Window> theirs, ToDoubleFunction<Window> value) {
        final int rounds = Math.min(ours.size(), theirs.size());
        int[] pairs = IntStream.range(0, rounds)
                .filter(i -> ours.get(i).conditions().comparable(theirs.get(i).conditions())).toArray();
        if (pairs.length == 0) {
            pairs = IntStream.range(0, rounds).toArray();
        }
        final double[] ratios = IntStream.of(pairs)
                .mapToDouble(i -> value.applyAsDouble(ours.get(i)) / value.applyAsDouble(theirs.get(i)))
                .sorted().toArray();
        return new PairedRatios(median(ratios), ratios[0], ratios[ratios.length - 1], ratios.length);
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
