// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.Arrays;

/** How many channels go from which loop to which, so that the loops come closer to each other. No state. */
final class BalancePlan {
    private BalancePlan() {}

    /**
     * {@return how far the busiest loop is above the average, as a part of the average; 0 if there is no load}
     *
     * @param loads of each loop, not negative
     */
    static double imbalance(double[] loads) {
        double mean = Arrays.stream(loads).average().orElse(0);
        double most = Arrays.stream(loads).max().orElse(0);
        return mean <= 0 ? 0 : most / mean - 1;
    }

    /**
     * Moves one channel after the other from the loop that has most to the one that has least, while that makes the
     * difference smaller.
     *
     * @param loads of each loop
     * @param channels of each loop; each one is taken for an equal part of its loop's load
     * @param mostMoves limit of all moves together
     * @return {@code moves[from][to]}
     */
    static int[][] of(double[] loads, int[] channels, int mostMoves) {
        double[] now = loads.clone();
        int[] left = channels.clone();
        int[][] moves = new int[loads.length][loads.length];
        for (int i = 0; i < mostMoves; i++) {
            int from = most(now);
            int to = least(now);
            double weight = channels[from] == 0 ? 0 : loads[from] / channels[from];
            if (left[from] == 0 || weight <= 0 || now[from] - weight < now[to] + weight) {
                break;
            }
            now[from] -= weight;
            now[to] += weight;
            left[from]--;
            moves[from][to]++;
        }
        return moves;
    }

    private static int most(double[] loads) {
        int most = 0;
        for (int i = 1; i < loads.length; i++) {
            most = loads[i] > loads[most] ? i : most;
        }
        return most;
    }

    private static int least(double[] loads) {
        int least = 0;
        for (int i = 1; i < loads.length; i++) {
            least = loads[i] < loads[least] ? i : least;
        }
        return least;
    }
}
