// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nettyuring.op.IoPriority;

class HeldCompletionsTest {
    @Test
    void shouldGiveBackEachOnceOldestFirstHoweverManyThereAre() {
        HeldCompletions held = new HeldCompletions();
        Queue<long[]> model = new ArrayDeque<>();
        Random random = new Random(3);
        for (int step = 0; step < 100_000; step++) {
            if (random.nextInt(100) < 52) {
                long[] completion = {random.nextLong(), random.nextInt(), random.nextInt(), step};
                model.add(completion);
                held.add(completion[0], (int) completion[1], (int) completion[2], step);
            } else {
                long[] expected = model.poll();
                assertThat(held.take()).isEqualTo(expected != null);
                if (expected != null) {
                    assertThat(held.userData()).isEqualTo(expected[0]);
                    assertThat(held.res()).isEqualTo((int) expected[1]);
                    assertThat(held.flags()).isEqualTo((int) expected[2]);
                }
            }
            assertThat(held.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(held.ageNs(step)).isEqualTo(model.isEmpty() ? 0 : step - model.peek()[3]);
        }
    }

    @Test
    void shouldDelayWhatIsLowAndNeverStarveIt() {
        long[] clock = {0};
        CompletionLanes lanes = new CompletionLanes(() -> clock[0]);
        lanes.beginTurn();
        lanes.hold(IoPriority.LOW, 1, 0, 0);
        lanes.beginLow();
        assertThat(lanes.hasTimeForLow(false)).as("nothing came").isTrue();
        assertThat(lanes.hasTimeForLow(true)).as("something came").isFalse();
        clock[0] += CompletionLanes.SLICE_NS;
        assertThat(lanes.hasTimeForLow(false)).as("its time is over").isFalse();
        clock[0] = CompletionLanes.AGE_NS - 1;
        lanes.beginTurn();
        lanes.beginLow();
        assertThat(lanes.hasTimeForLow(true)).as("something came").isFalse();
        long othersNs = 3 * CompletionLanes.SLICE_NS;
        clock[0] += othersNs;
        lanes.beginLow();
        assertThat(lanes.hasTimeForLow(true)).as("the oldest has waited long").isTrue();
        clock[0] += othersNs - 1;
        assertThat(lanes.hasTimeForLow(true)).as("it has taken less than the others").isTrue();
        clock[0]++;
        assertThat(lanes.hasTimeForLow(true)).as("it has taken as much").isFalse();
        assertThat(lanes.hasTimeForLow(false)).as("and more than a slice").isFalse();
    }
}
