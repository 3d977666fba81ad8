// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A loop, the queue of its tasks, and a thread that adds to it as time goes on. */
class TaskBatchesTest {
    private static final long STEP_NS = 500;

    private long nowNs;
    private int queued;
    /** Tasks that come with each step of the clock. */
    private int perStep;
    /** Each task that is taken is followed by the next, until so many have come. */
    private int oneByOne;
    private boolean completion;
    private final TaskBatches batches = new TaskBatches(() -> queued, () -> completion, () -> nowNs += step());

    private long step() {
        queued += perStep;
        return STEP_NS;
    }

    /** {@return how many tasks this turn took} */
    private int turn() {
        batches.beginTurn();
        int taken = 0;
        while (batches.takeOne() && queued > 0) {
            queued--;
            taken++;
            if (oneByOne > 0) {
                oneByOne--;
                queued++;
            }
        }
        return taken;
    }

    private void fruitfulLooks(int count) {
        for (int i = 0; i < count; i++) {
            batches.afterFruitfulLook();
        }
    }

    @Test
    void shouldTakeAllThatIsQueuedAndNotWait() {
        queued = 10_000;
        assertThat(turn()).isEqualTo(10_000);
        assertThat(turn()).isZero();
        assertThat(nowNs).as("time spent away").isZero();
    }

    @Test
    void shouldNotMakeFewTasksWait() {
        for (int i = 0; i < 10 * TaskBatches.LOOKS_PER_PROBE; i++) {
            queued = 1 + i % (2 * TaskBatches.RUN);
            turn();
        }
        assertThat(nowNs).as("time spent away").isZero();
    }

    @Test
    void shouldEndATurnThatTakesTasksOneByOneAndGatherThem() {
        queued = 1;
        oneByOne = Integer.MAX_VALUE;
        assertThat(turn()).as("two runs").isEqualTo(TaskBatches.FEWEST_RUNS * TaskBatches.RUN);
        perStep = 20;
        int before = queued;
        int batch = turn();
        assertThat(nowNs).as("time spent away").isGreaterThanOrEqualTo(TaskBatches.GATHERING_NS);
        assertThat(batch).as("gathered").isEqualTo(before + (int) (nowNs / STEP_NS) * 20);
        assertThat(queued).as("left to the next turn").isEqualTo(batch);
    }

    @Test
    void shouldTakeWhatWaitsAlreadyWithoutWaitingForMore() {
        shouldEndATurnThatTakesTasksOneByOneAndGatherThem();
        oneByOne = 0;
        queued = TaskBatches.FLOOD;
        long before = nowNs;
        assertThat(turn()).isEqualTo(TaskBatches.FLOOD);
        assertThat(nowNs).isEqualTo(before);
    }

    @Test
    void shouldTakeTasksAsTheyComeAgainOnceTheFloodIsOver() {
        shouldEndATurnThatTakesTasksOneByOneAndGatherThem();
        oneByOne = 0;
        perStep = 0;
        queued = 0;
        turn();
        long before = nowNs;
        for (int i = 0; i < 100; i++) {
            queued = 1;
            assertThat(turn()).isEqualTo(1);
        }
        assertThat(nowNs).as("no more time away").isEqualTo(before);
    }

    @Test
    void shouldHardlyEverStayAwayFromTasksThatTheLoopGivesItself() {
        queued = 1;
        oneByOne = Integer.MAX_VALUE;
        long taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += turn();
        }
        long tasksPerTime = (long) TaskBatches.RUN * TaskBatches.MOST_RUNS;
        assertThat(taken).as("tasks of 100 turns").isGreaterThan(90 * tasksPerTime);
        assertThat(nowNs).isBetween(TaskBatches.GATHERING_NS, 100 * (TaskBatches.GATHERING_NS + 2 * STEP_NS));
    }

    @Test
    void shouldGatherSoonAgainAfterAFlood() {
        shouldHardlyEverStayAwayFromTasksThatTheLoopGivesItself();
        perStep = 20;
        turn();
        while (queued > TaskBatches.FLOOD) {
            oneByOne = 0;
            perStep = 0;
            turn();
        }
        turn();
        queued = 1;
        oneByOne = Integer.MAX_VALUE;
        assertThat(turn()).isEqualTo(TaskBatches.FEWEST_RUNS * TaskBatches.RUN);
    }

    @Test
    void shouldComeBackForACompletion() {
        shouldEndATurnThatTakesTasksOneByOneAndGatherThem();
        oneByOne = 0;
        completion = true;
        queued = 3;
        perStep = 0;
        long before = nowNs;
        assertThat(turn()).as("as usual").isEqualTo(3);
        assertThat(nowNs - before).as("time away").isEqualTo(STEP_NS);
        completion = false;
        before = nowNs;
        turn();
        assertThat(nowNs - before).as("gathers again").isGreaterThanOrEqualTo(TaskBatches.GATHERING_NS);
    }

    @Test
    void shouldFindOutAboutAFloodThatEachLookMeetsTheBeginOf() {
        perStep = 5;
        fruitfulLooks(TaskBatches.LOOKS_PER_PROBE - 1);
        assertThat(nowNs).as("before the probe").isZero();
        fruitfulLooks(1);
        assertThat(nowNs).as("the probe").isGreaterThanOrEqualTo(TaskBatches.GATHERING_NS);
        int gathered = queued;
        queued += 1000;
        assertThat(turn()).as("gathered by now").isEqualTo(gathered + 1000);
    }

    @Test
    void shouldProbeSeldomWhereTasksAreAnswered() {
        for (int i = 0; i < 100 * TaskBatches.LOOKS_PER_PROBE; i++) {
            queued = 1;
            batches.afterFruitfulLook();
            assertThat(turn()).isEqualTo(1);
        }
        assertThat(nowNs).as("100 probes").isBetween(100 * TaskBatches.GATHERING_NS,
                100 * (TaskBatches.GATHERING_NS + 2 * STEP_NS));
    }
}
