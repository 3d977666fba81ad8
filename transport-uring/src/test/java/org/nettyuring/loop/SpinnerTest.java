// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nettyuring.metrics.LoopCounters;

class SpinnerTest {
    private static final long LIMIT_NS = 100_000;
    private static final long STEP_NS = 1_000;

    private final LoopCounters counters = new LoopCounters();
    private long nowNs;
    private final Spinner spinner = Spinner.eager(LIMIT_NS, () -> nowNs += STEP_NS, counters);

    @Test
    void shouldFindWorkThatIsThere() {
        assertThat(spinner.wantsTo()).isTrue();
        assertThat(spinner.look(() -> true, Long.MAX_VALUE)).isTrue();
        assertThat(nowNs).as("one reading of the clock").isEqualTo(STEP_NS);
        assertThat(counters.fruitfulSpins).isEqualTo(1);
    }

    @Test
    void shouldFindWorkThatComes() {
        assertThat(spinner.look(() -> nowNs >= LIMIT_NS / 2, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void shouldGiveUpAtItsLimit() {
        assertThat(spinner.look(() -> false, Long.MAX_VALUE)).isFalse();
        assertThat(nowNs).isBetween(LIMIT_NS, LIMIT_NS + 2 * STEP_NS);
        assertThat(counters.spins).isEqualTo(1);
        assertThat(counters.fruitfulSpins).isZero();
    }

    @Test
    void shouldGiveUpAtTheLoopsDeadline() {
        assertThat(spinner.look(() -> false, LIMIT_NS / 4)).isFalse();
        assertThat(nowNs).isBetween(LIMIT_NS / 4, LIMIT_NS / 4 + 2 * STEP_NS);
    }

    @Test
    void shouldRestLongerAndLongerWhileNothingComes() {
        int sleeps = 10_000;
        for (int i = 0; i < sleeps; i++) {
            if (spinner.wantsTo()) {
                spinner.look(() -> false, Long.MAX_VALUE);
            }
        }
        assertThat(counters.spins).isBetween((long) sleeps / 512, (long) sleeps / 128);
    }

    @Test
    void shouldSpinBeforeEachSleepAgainOnceSomethingCame() {
        for (int i = 0; i < 1000; i++) {
            if (spinner.wantsTo()) {
                spinner.look(() -> false, Long.MAX_VALUE);
            }
        }
        while (!spinner.wantsTo()) {
            assertThat(counters.fruitfulSpins).isZero();
        }
        spinner.look(() -> true, Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            assertThat(spinner.wantsTo()).isTrue();
            assertThat(spinner.look(() -> true, Long.MAX_VALUE)).isTrue();
        }
    }

    @Test
    void shouldNotLookUnaskedUntilATaskCutASleepShort() {
        Spinner reluctant = Spinner.reluctant(() -> nowNs += STEP_NS, counters);
        assertThat(reluctant.wantsTo()).isFalse();
        reluctant.wokenByTask(1_000_000);
        assertThat(reluctant.wantsTo()).as("after a long sleep").isFalse();
        reluctant.wokenByTask(10_000);
        assertThat(reluctant.wantsTo()).as("after a short sleep").isTrue();
    }

    @Test
    void shouldPayForOneLookInVainWithEachShortSleep() {
        Spinner reluctant = Spinner.reluctant(() -> nowNs += STEP_NS, counters);
        reluctant.wokenByTask(10_000);
        assertThat(reluctant.look(() -> false, Long.MAX_VALUE)).isFalse();
        assertThat(nowNs).as("time of the look").isLessThanOrEqualTo(7 * STEP_NS);
        assertThat(reluctant.wantsTo()).isFalse();
    }

    @Test
    void shouldGoOnLookingWhereTasksComeSoon() {
        Spinner reluctant = Spinner.reluctant(() -> nowNs += STEP_NS, counters);
        reluctant.wokenByTask(10_000);
        for (int i = 0; i < 100; i++) {
            assertThat(reluctant.wantsTo()).isTrue();
            assertThat(reluctant.look(() -> true, Long.MAX_VALUE)).isTrue();
        }
        while (reluctant.wantsTo()) {
            reluctant.look(() -> false, Long.MAX_VALUE);
        }
        assertThat(counters.spins).as("few in vain before it stops").isBetween(101L, 110L);
    }
}
