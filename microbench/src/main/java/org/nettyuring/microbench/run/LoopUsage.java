// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the kernel has noted of a server's loop thread, read from outside: the same for a JVM and for a program in C.
 */
final class LoopUsage {
    /** USER_HZ is 100 wherever Linux runs on x86 or ARM. */
    private static final long TICK_NS = 10_000_000;
    /** Of /proc/.../stat, counted behind the command's closing parenthesis. */
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int BYTES_PER_KIB = 1024;

    private LoopUsage() {}

    /**
     * Reads the counters of a thread since it began, to be subtracted from later ones.
     *
     * @return {@code loop_user_ns} and {@code loop_system_ns}, in steps of 10 ms; {@code loop_ready_ns}, for which it
     *     wanted to run and somebody else did; {@code voluntary_switches} and {@code involuntary_switches}
     */
    static Sample of(long pid, long tid) throws IOException {
        final Path task = Path.of("/proc/" + pid + "/task/" + tid);
        final String stat = Files.readString(task.resolve("stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("loop_user_ns", Long.parseLong(fields[UTIME]) * TICK_NS);
        values.put("loop_system_ns", Long.parseLong(fields[STIME]) * TICK_NS);
        values.put("loop_ready_ns", Long.parseLong(Files.readString(task.resolve("schedstat")).trim().split(" ")[1]));
        final Path status = task.resolve("status");
        values.put("voluntary_switches", statusNumber(status, "voluntary_ctxt_switches:"));
        values.put("involuntary_switches", statusNumber(status, "nonvoluntary_ctxt_switches:"));
        return new Sample(values);
    }

    /** {@return {@code rss_bytes}: the process's memory that is resident now, shared pages included} */
    static Sample memory(long pid) throws IOException {
        final long kib = statusNumber(Path.of("/proc/" + pid + "/status"), "VmRSS:");
        return new Sample(Map.of("rss_bytes", kib * BYTES_PER_KIB));
    }

    private static long statusNumber(Path status, String key) throws IOException {
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).replace("kB", "").trim());
            }
        }
        throw new IOException("no " + key + " in " + status);
    }
}
