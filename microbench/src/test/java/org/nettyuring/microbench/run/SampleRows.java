// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.Arrays;
import java.util.List;

/** Windows as a run makes them, with numbers to calculate by hand from: one second, 1,000 requests. */
public final class SampleRows {
    static final Conditions QUIET = new Conditions(50, 55, 0.01, 0, 1.5);

    private SampleRows() {}

    /** One window for each loop's CPU time in µs per request; a quarter of it in user mode. */
    static List<Window> ofMicros(long... cpuMicros) {
        return Arrays.stream(cpuMicros).mapToObj(micros -> of(micros, QUIET)).toList();
    }

    static Window of(long cpuMicros, Conditions conditions) {
        final Sample load = Sample.parse("requests=1000 errors=0 elapsed_ns=1000000000 cpu_ns=500000000"
                + " p50_ns=40000 p90_ns=50000 p99_ns=90000 p999_ns=400000 max_ns=900000");
        final long cpuNs = cpuMicros * 1000 * 1000;
        return new Window(load, Sample.parse("time_ns=1000000000 loop_cpu_ns=" + cpuNs + " worker_cpu_ns=0"
                + " process_cpu_ns=" + cpuNs + " loop_user_ns=" + cpuNs / 4 + " loop_system_ns=" + cpuNs / 4 * 3
                + " loop_allocated_bytes=24000 voluntary_switches=70 involuntary_switches=30"
                + " rss_bytes=104857600"), conditions);
    }

    /** A row in which ours takes 0.9 of what epoll takes, and NIO is not there. */
    public static RowResult row(String name) {
        return new RowResult(name, "request", List.of(
                new Outcome("nio", "no such transport", List.of(), KernelCounts.NONE),
                new Outcome("epoll", null, ofMicros(100, 200, 400), new KernelCounts(2, 0, 0, 0)),
                new Outcome("uring", null, ofMicros(90, 180, 360), new KernelCounts(0.05, 0.04, 1, 2))));
    }
}
