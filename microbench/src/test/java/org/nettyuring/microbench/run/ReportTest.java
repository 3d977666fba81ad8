// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void shouldPrintEachTransportWithItsRatios() {
        assertThat(print(SampleRows.row("echo-64")).replaceAll(" +", " ")).containsSubsequence(
                " transport requests/s of epoll CPU µs/request user system of epoll p50 µs p99 µs p99.9 µs"
                        + " busy s/c saturated",
                " nio no such transport",
                " epoll 1,000 1.00 200.00 50.00 150.00 1.00 40 90 400 20/50% neither",
                " uring 1,000 1.00 (1.00–1.00) 180.00 45.00 135.00 0.90 (0.90–0.90) 40 90 400 18/50% neither",
                " per request calls enters SQEs CQEs allocated B switches/s forced/s RSS MiB",
                " epoll 2.000 – – – 24.0 70 30 100",
                " uring 0.050 0.040 1.000 2.000 24.0 70 30 100",
                "uring uses less CPU per request than epoll: 0.90 of it");
    }

    @Test
    void shouldSayWhyWhereNothingRan() {
        final RowResult nothing = new RowResult("echo-64", "request",
                List.of(new Outcome("uring", "kernel.io_uring_disabled is 2", List.of(), KernelCounts.NONE)));
        assertThat(print(nothing)).isEqualTo("uring: kernel.io_uring_disabled is 2" + System.lineSeparator());
        assertThat(Report.cpuAndRatio(nothing, nothing.outcomes().get(0))).isEqualTo("–");
    }

    @Test
    void shouldNotWarnOfAQuietMachine() {
        assertThat(new Warnings(SampleRows.row("echo-64")).all()).isEmpty();
    }

    @Test
    void shouldWarnOfWhatSpoilsARow() {
        final Conditions spoiled = new Conditions(50, 55, 0.3, 0.1, 6.5);
        final RowResult result = new RowResult("echo-64", "request", List.of(
                new Outcome("epoll", null, List.of(SampleRows.of(100, spoiled)), KernelCounts.NONE)));
        assertThat(new Warnings(result).all()).hasSize(3)
                .anyMatch(line -> line.contains("something else kept 0.30 of a core busy"))
                .anyMatch(line -> line.contains("the hypervisor took 0.10 of a core"))
                .anyMatch(line -> line.contains("load average was 6.5"));
    }

    @Test
    void shouldTellWhoWasSaturated() {
        assertThat(outcome(990, 400).saturated()).isEqualTo("server");
        assertThat(outcome(600, 980).saturated()).isEqualTo("client");
        assertThat(outcome(600, 400).saturated()).isEqualTo("neither");
        assertThat(outcome(990, 980).saturated()).isEqualTo("both");
    }

    private static Outcome outcome(long serverBusyMillis, long clientBusyMillis) {
        final Window window = SampleRows.of(serverBusyMillis, SampleRows.QUIET);
        final Sample busy = window.load().with(Sample.parse("cpu_ns=" + clientBusyMillis * 1_000_000));
        return new Outcome("uring", null, List.of(new Window(busy, window.server(), window.conditions())),
                KernelCounts.NONE);
    }

    private static String print(RowResult result) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Report(result, new PrintStream(bytes, true, StandardCharsets.UTF_8)).print();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
