// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;

/**
 * One server loaded once. The server was looked at before the first request and after the last response, so its
 * numbers belong to exactly these requests.
 *
 * @param load what the client saw
 * @param server what the server used
 * @param conditions what the machine was like
 */
public record Window(Sample load, Sample server, Conditions conditions) {
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_S = 1e9;
    private static final double BYTES_PER_MIB = 1 << 20;

    /** Opens the connections, loads, closes them. */
    static Window measure(ServerProcess server, LoadClient load, Shape shape)
            throws IOException, InterruptedException {
        final double coresBeforeNs = CoreDistance.measure();
        load.open(server, shape.traffic());
        final Sample machineBefore = Machine.usage();
        final Sample before = server.used();
        final Sample result = load.run(shape.millis());
        final Sample used = server.used().since(before).with(server.memory());
        final Sample machine = Machine.usage().since(machineBefore);
        load.closeConnections();
        final long othersNs = machine.get("busy_ns") - used.get("process_cpu_ns") - result.get("cpu_ns");
        final double elapsedNs = used.get("time_ns");
        return new Window(result, used, new Conditions(coresBeforeNs, CoreDistance.measure(),
                othersNs / elapsedNs, machine.get("stolen_ns") / elapsedNs, Machine.loadAverage()));
    }

    /**
     * The form of the load.
     *
     * @param traffic what the client does
     * @param millis how long
     */
    public record Shape(Row.Traffic traffic, long millis) {}

    /** {@return requests that were answered well} */
    public long requests() {
        return load.get("requests");
    }

    /** {@return requests or connections that went wrong} */
    public long errors() {
        return load.get("errors");
    }

    /** {@return requests per second} */
    public double throughput() {
        return requests() * NS_PER_S / load.get("elapsed_ns");
    }

    /** {@return µs of CPU, user and system, that the server's loop and its ring's kernel workers used per request} */
    public double cpuMicros() {
        return (server.get("loop_cpu_ns") + server.get("worker_cpu_ns")) / NS_PER_US / requests();
    }

    /**
     * {@return the part of {@link #cpuMicros} that was spent in user mode; NaN if unknown. The kernel's split is by
     * ticks of 10 ms, the sum is exact}
     */
    public double userMicros() {
        if (!server.has("loop_user_ns")) {
            return Double.NaN;
        }
        final double userNs = server.get("loop_user_ns");
        final double share = userNs / Math.max(1, userNs + server.get("loop_system_ns"));
        return share * server.get("loop_cpu_ns") / NS_PER_US / requests();
    }

    /** {@return the rest of {@link #cpuMicros}: the kernel's part} */
    public double systemMicros() {
        return cpuMicros() - userMicros();
    }

    /** {@return memory of the server that was resident at the end, in MiB; NaN if unknown} */
    public double rssMib() {
        return server.has("rss_bytes") ? server.get("rss_bytes") / BYTES_PER_MIB : Double.NaN;
    }

    /** {@return how much of what the server counts came in each second; NaN if it does not count that} */
    public double perSecond(String counter) {
        return server.has(counter) ? server.get(counter) * NS_PER_S / server.get("time_ns") : Double.NaN;
    }

    /** {@return the part of the time that the server's loop was on its core or waiting for it: not asleep} */
    public double serverBusy() {
        final long readyNs = server.has("loop_ready_ns") ? server.get("loop_ready_ns") : 0;
        return (double) (server.get("loop_cpu_ns") + readyNs) / server.get("time_ns");
    }

    /** {@return the part of the time that the client was on its core} */
    public double clientBusy() {
        return (double) load.get("cpu_ns") / load.get("elapsed_ns");
    }

    /** {@return a latency percentile in µs, by its name in the result: {@code p50} …} */
    public double latencyMicros(String percentile) {
        return load.get(percentile + "_ns") / NS_PER_US;
    }

    /** {@return how many of what the server counts came on each request; NaN if it does not count that} */
    public double perRequest(String counter) {
        return server.has(counter) ? (double) server.get(counter) / requests() : Double.NaN;
    }
}
