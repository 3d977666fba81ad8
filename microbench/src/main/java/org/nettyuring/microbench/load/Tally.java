// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.nettyuring.microbench.run.Sample;

/** What one thread counts during one run: good and bad requests, and how long the good ones took. */
public final class Tally {
    private static final long HIGHEST_LATENCY_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int EXPLAINED_ERRORS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Histogram latencies = new Histogram(1, HIGHEST_LATENCY_NS, 3);
    private long startNs;
    private long startCpuNs;
    private long requests;
    private long errors;

    /** Forgets what was counted and begins to take the time. */
    public void begin() {
        latencies.reset();
        requests = 0;
        errors = 0;
        startCpuNs = THREADS.getCurrentThreadCpuTime();
        startNs = System.nanoTime();
    }

    /** Counts requests that were answered well together, as one latency. */
    public void good(long count, long latencyNs) {
        requests += count;
        latencies.recordValue(Math.max(1, Math.min(latencyNs, HIGHEST_LATENCY_NS)));
    }

    /** Counts a request or connection that went wrong, and says of the first ones why. */
    public void error(String reason) {
        if (errors++ < EXPLAINED_ERRORS) {
            System.err.println("error: " + reason);
        }
    }

    /** {@return how many went wrong so far} */
    public long errors() {
        return errors;
    }

    /** {@return what was counted since the beginning, by name; on the thread that began} */
    public Sample end() {
        final long elapsedNs = System.nanoTime() - startNs;
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("requests", requests);
        values.put("errors", errors);
        values.put("elapsed_ns", elapsedNs);
        values.put("cpu_ns", THREADS.getCurrentThreadCpuTime() - startCpuNs);
        values.put("p50_ns", latencies.getValueAtPercentile(50));
        values.put("p90_ns", latencies.getValueAtPercentile(90));
        values.put("p99_ns", latencies.getValueAtPercentile(99));
        values.put("p999_ns", latencies.getValueAtPercentile(99.9));
        values.put("max_ns", latencies.getMaxValue());
        return new Sample(values);
    }
}
