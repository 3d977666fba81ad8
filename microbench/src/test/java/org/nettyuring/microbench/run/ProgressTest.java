// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong clockNs = new AtomicLong(-5);
    private final Progress progress = new Progress(System.out, clockNs::get);

    @Test
    void shouldSayNothingBeforeAnythingIsDone() {
        progress.plan(1000);
        assertThat(progress.left()).isEmpty();
    }

    @Test
    void shouldExpectTheRestToTakeAsLongForItsPart() {
        progress.plan(60_000);
        progress.done(20_000);
        clockNs.addAndGet(TimeUnit.SECONDS.toNanos(25));
        assertThat(progress.left()).isEqualTo("50 s left");
    }

    @Test
    void shouldCountInMinutesWhenThereAreSome() {
        progress.plan(600_000);
        progress.plan(600_000);
        progress.done(100_000);
        clockNs.addAndGet(TimeUnit.SECONDS.toNanos(100));
        assertThat(progress.left()).isEqualTo("18 min left");
    }

    @Test
    void shouldNotGoBelowNothing() {
        progress.plan(1000);
        progress.done(2000);
        clockNs.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(progress.left()).isEqualTo("0 s left");
    }
}
