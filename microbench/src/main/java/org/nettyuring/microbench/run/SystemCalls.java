// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Counts threads' system calls and ring entries exactly, with perf's tracepoints. That costs a thread some time
 * per call, so nothing else is measured meanwhile.
 */
public final class SystemCalls implements AutoCloseable {
    private static final String ALL = "raw_syscalls:sys_enter";
    private static final String ENTER = "syscalls:sys_enter_io_uring_enter";
    private static final String SUBMIT = "io_uring:io_uring_submit_req"; // since 6.0
    private static final String COMPLETE = "io_uring:io_uring_complete";
    private static final List<List<String>> SETS =
            List.of(List.of(ALL, ENTER, SUBMIT, COMPLETE), List.of(ALL, ENTER), List.of(ALL));

    private final Process perf;
    private final StringBuilder report = new StringBuilder();

    private SystemCalls(Process perf) {
        this.perf = perf;
    }

    /** {@return whether perf and its tracepoints are there for this user} */
    public static boolean canCount() throws IOException, InterruptedException {
        return !events().isEmpty();
    }

    /** Begins to count the calls of the threads with those kernel numbers together; returns when it counts. */
    public static SystemCalls of(List<Long> tids) throws IOException, InterruptedException {
        final List<String> events = events();
        final String threads = tids.stream().map(String::valueOf).collect(Collectors.joining(","));
        final Process perf = new ProcessBuilder(
                "perf", "stat", "-x,", "-e", String.join(",", events), "-t", threads).start();
        for (int tries = 0; tries < 100 && perf.isAlive() && eventsOf(perf) < events.size() * tids.size(); tries++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return new SystemCalls(perf);
    }

    /** Ends counting. */
    public void stop() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(perf.pid())).start().waitFor();
        report.append(new String(perf.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        perf.waitFor(5, TimeUnit.SECONDS);
    }

    /** {@return what was counted, for each of so many requests; after {@link #stop}} */
    KernelCounts per(long requests) {
        return new KernelCounts(
                count(ALL) / requests, count(ENTER) / requests, count(SUBMIT) / requests, count(COMPLETE) / requests);
    }

    @Override
    public void close() {
        perf.destroyForcibly();
    }

    /** The most of what we want that this kernel has and this user may count. */
    private static List<String> events() throws IOException, InterruptedException {
        if (Machine.has("perf")) {
            for (List<String> events : SETS) {
                final Process trial = new ProcessBuilder("perf", "stat", "-x,", "-e", String.join(",", events), "true")
                        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
                if (trial.waitFor() == 0) {
                    return events;
                }
            }
        }
        return List.of();
    }

    private static int eventsOf(Process perf) throws IOException {
        int events = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + perf.pid() + "/fd"))) {
            for (Path file : files) {
                events += Files.isSymbolicLink(file) && isEvent(file) ? 1 : 0;
            }
        }
        return events;
    }

    private static boolean isEvent(Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString().contains("perf_event");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private double count(String event) {
        return report.toString().lines()
                .filter(line -> line.contains(event) && Character.isDigit(line.charAt(0)))
                .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf(','))))
                .findFirst().orElse(Double.NaN);
    }
}
