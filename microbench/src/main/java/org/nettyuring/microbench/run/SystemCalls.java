// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Counts one thread's system calls exactly, with perf's tracepoints. That costs the thread some time per call, so
 * nothing else is measured meanwhile.
 */
public final class SystemCalls implements AutoCloseable {
    private static final String ALL = "raw_syscalls:sys_enter";
    private static final String ENTER = "syscalls:sys_enter_io_uring_enter";

    private final Process perf;
    private final StringBuilder report = new StringBuilder();

    private SystemCalls(Process perf) {
        this.perf = perf;
    }

    /** {@return whether perf and its tracepoints are there for this user} */
    public static boolean canCount() throws IOException, InterruptedException {
        if (!Machine.has("perf")) {
            return false;
        }
        final Process trial = new ProcessBuilder("perf", "stat", "-x,", "-e", ALL + ',' + ENTER, "true")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return trial.waitFor() == 0;
    }

    /** Begins to count the calls of the thread with that kernel number; returns when it counts. */
    public static SystemCalls of(long tid) throws IOException, InterruptedException {
        final Process perf = new ProcessBuilder(
                "perf", "stat", "-x,", "-e", ALL + ',' + ENTER, "-t", Long.toString(tid)).start();
        for (int tries = 0; tries < 100 && perf.isAlive() && eventsOf(perf) < 2; tries++) {
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

    /** {@return calls of any kind; after {@link #stop}} */
    public double all() {
        return count(ALL);
    }

    /** {@return calls of {@code io_uring_enter}; after {@link #stop}} */
    public double enters() {
        return count(ENTER);
    }

    @Override
    public void close() {
        perf.destroyForcibly();
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
