// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedRatiosTest {
    @Test
    void shouldSeeThroughAMachineThatSlowsDown() {
        final PairedRatios ratios = PairedRatios.of(cpu(90, 180, 360), cpu(100, 200, 400), Window::cpuMicros);
        assertThat(ratios.median()).isCloseTo(0.9, within(1e-9));
        assertThat(ratios.lowest()).isCloseTo(0.9, within(1e-9));
        assertThat(ratios.highest()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void shouldTakeTheMiddleOfAnEvenNumberOfRounds() {
        assertThat(PairedRatios.median(cpu(1, 2, 4, 100), Window::cpuMicros)).isCloseTo(0.003, within(1e-9));
    }

    @Test
    void shouldKeepTheExtremes() {
        final PairedRatios ratios = PairedRatios.of(cpu(64, 128, 512), cpu(128, 128, 128), Window::cpuMicros);
        assertThat(ratios).isEqualTo(new PairedRatios(1, 0.5, 4));
    }

    private static List<Window> cpu(long... nanosPerRequest) {
        return Arrays.stream(nanosPerRequest).mapToObj(ns -> new Window(
                Sample.parse("requests=10"), Sample.parse("worker_cpu_ns=0 loop_cpu_ns=" + ns * 10))).toList();
    }
}
