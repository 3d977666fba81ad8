// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BalancePlanTest {
    @Test
    void shouldMoveTheSurplusToWhereLeastIs() {
        int[][] moves = BalancePlan.of(new double[] {10, 0, 2}, new int[] {10, 0, 2}, 100);
        assertThat(moves[0]).containsExactly(0, 4, 2);
        assertThat(moves[1]).containsOnly(0);
        assertThat(moves[2]).containsOnly(0);
    }

    @Test
    void shouldMoveNoMoreThanAllowed() {
        assertThat(BalancePlan.of(new double[] {10, 0}, new int[] {10, 0}, 3)[0][1]).isEqualTo(3);
    }

    @Test
    void shouldNotMoveWhatOnlySwapsTheLoops() {
        assertThat(BalancePlan.of(new double[] {1, 0}, new int[] {1, 0}, 10)[0][1]).isZero();
        assertThat(BalancePlan.of(new double[] {6, 5}, new int[] {6, 5}, 10)[0][1]).isZero();
        assertThat(BalancePlan.of(new double[] {0.9, 0.1}, new int[] {1, 5}, 10)[0][1])
                .as("one channel that is all of the load").isZero();
    }

    @Test
    void shouldWeighChannelsByTheirLoopsLoad() {
        assertThat(BalancePlan.of(new double[] {0.8, 0.2}, new int[] {8, 20}, 100)[0][1]).isEqualTo(3);
        assertThat(BalancePlan.of(new double[] {0.8, 0}, new int[] {0, 0}, 100)[0][1]).as("nothing to move").isZero();
    }

    @Test
    void shouldTellHowFarTheBusiestIsAboveTheAverage() {
        assertThat(BalancePlan.imbalance(new double[] {15, 5})).isEqualTo(0.5);
        assertThat(BalancePlan.imbalance(new double[] {7, 7})).isZero();
        assertThat(BalancePlan.imbalance(new double[] {0, 0})).isZero();
    }

    @Test
    void shouldAlwaysComeCloserAndNeverTakeMoreThanThereIs() {
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            int loops = 2 + random.nextInt(7);
            int[] channels = random.ints(loops, 0, 200).toArray();
            double[] loads = new double[loops];
            for (int i = 0; i < loops; i++) {
                loads[i] = channels[i];
            }
            int[][] moves = BalancePlan.of(loads, channels, 10_000);
            int[] after = channels.clone();
            for (int from = 0; from < loops; from++) {
                for (int to = 0; to < loops; to++) {
                    after[from] -= moves[from][to];
                    after[to] += moves[from][to];
                }
            }
            int most = Arrays.stream(after).max().orElseThrow();
            int least = Arrays.stream(after).min().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
            assertThat(least).isNotNegative();
        }
    }
}
