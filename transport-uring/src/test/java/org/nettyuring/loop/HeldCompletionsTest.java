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
        assertThat(lanes.lowLimit()).as("at first").isEqualTo(1);
        holdMany(lanes);
        for (int turn = 0; turn < 100; turn++) {
            lanes.endTurn();
            clock[0] += CompletionLanes.SLICE_NS / 100;
            lanes.beginTurn();
        }
        assertThat(lanes.lowLimit()).as("turns are short").isGreaterThan(50);
        for (int turn = 0; turn < 10; turn++) {
            lanes.endTurn();
            clock[0] += 2 * CompletionLanes.SLICE_NS;
            lanes.beginTurn();
        }
        assertThat(lanes.lowLimit()).as("turns are long").isEqualTo(1);
        clock[0] += 3 * CompletionLanes.AGE_NS;
        lanes.beginTurn();
        assertThat(lanes.lowLimit()).as("the oldest has waited long").isGreaterThanOrEqualTo(8);
    }

    private static void holdMany(CompletionLanes lanes) {
        for (int i = 0; i < 1000; i++) {
            lanes.hold(IoPriority.LOW, i, 0, 0);
        }
    }
}
