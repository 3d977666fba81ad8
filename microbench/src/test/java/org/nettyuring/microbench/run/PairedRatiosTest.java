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
        assertThat(ratios).isEqualTo(new PairedRatios(1, 0.5, 4, 3));
    }

    @Test
    void shouldLeaveOutPairsBetweenWhichTheCoresMovedApart() {
        final List<Window> ours = List.of(window(64, 50, 60), window(200, 300, 310), window(90, 50, 300));
        final List<Window> theirs = List.of(window(128, 60, 55), window(100, 50, 50), window(30, 50, 50));
        assertThat(PairedRatios.of(ours, theirs, Window::cpuMicros))
                .isEqualTo(new PairedRatios(0.5, 0.5, 0.5, 1));
    }

    @Test
    void shouldTakeAllPairsWhenTheCoresNeverRested() {
        final List<Window> ours = List.of(window(64, 50, 300), window(256, 300, 50));
        final List<Window> theirs = List.of(window(128, 300, 50), window(128, 50, 50));
        assertThat(PairedRatios.of(ours, theirs, Window::cpuMicros).pairs()).isEqualTo(2);
    }

    private static List<Window> cpu(long... nanosPerRequest) {
        return Arrays.stream(nanosPerRequest).mapToObj(ns -> window(ns, 50, 50)).toList();
    }

    private static Window window(long nanosPerRequest, double coresBefore, double coresAfter) {
        final Sample server = Sample.parse("worker_cpu_ns=0 loop_cpu_ns=" + nanosPerRequest * 10);
        return new Window(Sample.parse("requests=10"), server, new Conditions(coresBefore, coresAfter, 0, 0, 0));
    }
}
