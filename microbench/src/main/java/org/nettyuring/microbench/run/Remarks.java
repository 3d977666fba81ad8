// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.nettyuring.microbench.run.Table.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a row is there to show besides the costs of a request. */
final class Remarks {
    private static final String ALONE = "alone_p99";

    private final RowResult result;

    Remarks(RowResult result) {
        this.result = result;
    }

    /** {@return one line each; none for most rows} */
    List<String> all() {
        final List<String> lines = new ArrayList<>();
        for (Outcome one : result.ran()) {
            result.beside(one).ifPresent(other -> lines.add(rate(one, other)));
        }
        result.ran().stream().filter(one -> one.windows().get(0).load().has(ALONE + "_ns"))
                .forEach(one -> lines.add(urgency(one)));
        for (Outcome one : result.ran()) {
            final Sample server = one.windows().get(0).server();
            if (server.has("idle_heap_bytes")) {
                lines.add(memory(one, server));
            }
        }
        return lines;
    }

    private String rate(Outcome one, Outcome other) {
        final PairedRatios rate = PairedRatios.of(one.windows(), other.windows(), Window::throughput);
        return "%s: %s of the %s/s of %s (%s to %s)".formatted(one.transport(), number(rate.median(), 2),
                result.units(), other.transport(), number(rate.lowest(), 2), number(rate.highest(), 2));
    }

    private String urgency(Outcome one) {
        final double[] times = one.windows().stream().mapToDouble(Remarks::timesAlone).sorted().toArray();
        return "%s: p99 of the urgent one %s µs alone, %s µs beside the others: %s times (%s to %s); they get %s %s/s"
                .formatted(one.transport(), micros(one, ALONE), micros(one, "p99"),
                        number(one.median(Remarks::timesAlone), 2), number(times[0], 2),
                        number(times[times.length - 1], 2), number(one.median(Remarks::othersPerSecond), 0),
                        result.units());
    }

    private static String micros(Outcome one, String percentile) {
        return number(one.median(window -> window.latencyMicros(percentile)), 0);
    }

    private static double timesAlone(Window window) {
        return window.latencyMicros("p99") / window.latencyMicros(ALONE);
    }

    private static double othersPerSecond(Window window) {
        return window.load().get("low_requests") * 1e9 / window.load().get("beside_ns");
    }

    private static String memory(Outcome one, Sample idle) {
        return String.format(Locale.ROOT,
                "%s: %,d bytes for each idle connection: heap %,d, other memory of the process %,d; kernel %,d",
                one.transport(), IdleMemory.ofProcess(idle), idle.get("idle_heap_bytes"),
                idle.get("idle_resident_bytes"), idle.get("idle_kernel_bytes"));
    }
}
