// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./dev test --all-modes}: the suites of the real kernel, Netty's and ours, in one mode after the other, each in
 * a JVM of its own. Prints mode by mode what passed; the exit code says whether all did.
 */
final class AllModes {
    private static final String USAGE = "[--mode NAME]... [--only REGEX of class names] [--seed N] [-Dname=value]...";
    private static final long LONGEST_MINUTES = 20;
    private static final Path LOGS = Path.of("testsuite", "target", "modes");
    private static final int ALL_FAILED = -1;
    /** As surefire's, in the root pom.xml: of which the leak detector's level makes the tests what they are. */
    private static final List<String> JVM = List.of("-ea", "-Xmx1g", "-Dio.netty.leakDetection.level=paranoid",
            "-Dio.netty.leakDetection.targetRecords=16", "-Dio.netty.testsuite.badHost=192.0.2.1",
            "-Djunit.jupiter.execution.timeout.testable.method.default=3 m",
            "-Djunit.jupiter.execution.timeout.lifecycle.method.default=2 m",
            "-Djunit.jupiter.execution.timeout.threaddump.enabled=true");

    private final PrintStream out;
    private final List<Mode> modes = new ArrayList<>();
    private final List<String> properties = new ArrayList<>();
    private final List<String> classes = new ArrayList<>();

    private AllModes(PrintStream out) {
        this.out = out;
    }

    private record Result(Mode mode, int passed, int failed, int skipped, long seconds) {
        boolean isGood() {
            return failed == 0 && passed > 0;
        }

        @Override
        public String toString() {
            String counts = failed == ALL_FAILED
                    ? String.format("%8s %8s %8s", "-", "crashed", "-")
                    : String.format("%8d %8d %8d", passed, failed, skipped);
            return String.format("%-24s %s %8d", mode, counts, seconds);
        }
    }

    /**
     * Runs from the command line, in the project's directory.
     *
     * @param args as in {@code ./dev help}
     */
    public static void main(String[] args) throws Exception {
        AllModes run = new AllModes(System.out);
        try {
            run.parse(args);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
        System.exit(run.run() ? 0 : 1);
    }

    private void parse(String... args) {
        for (int i = 0; i < args.length; i++) {
            String value = args[i].startsWith("--") && i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--mode" -> modes.add(Mode.of(value));
                case "--only" -> classes.add(".*(" + value + ").*");
                case "--seed" -> properties.add("-Dorg.nettyuring.testsuite.seed=" + Long.decode(value));
                default -> {
                    if (!args[i].startsWith("-D")) {
                        throw new IllegalArgumentException("not understood: " + args[i]);
                    }
                    properties.add(args[i]);
                }
            }
            i += args[i].startsWith("--") ? 1 : 0;
        }
        if (modes.isEmpty()) {
            modes.addAll(List.of(Mode.values()));
        }
    }

    private boolean run() throws IOException, InterruptedException {
        Files.createDirectories(LOGS);
        List<Result> results = new ArrayList<>();
        for (Mode mode : modes) {
            Result result = run(mode);
            results.add(result);
            out.println(result);
        }
        out.println();
        out.println(String.format("%-24s %8s %8s %8s %8s", "mode", "passed", "failed", "skipped", "seconds"));
        results.forEach(out::println);
        long bad = results.stream().filter(result -> !result.isGood()).count();
        out.println(bad == 0 ? "all " + results.size() + " modes passed" : bad + " of " + results.size()
                + " modes failed; see " + LOGS);
        return bad == 0;
    }

    private Result run(Mode mode) throws IOException, InterruptedException {
        Path log = LOGS.resolve(mode.key() + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--enable-native-access")).forEach(command::add);
        command.addAll(JVM);
        command.add("-Dorg.nettyuring.testsuite.mode=" + mode.key());
        command.addAll(properties);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ModeRun.class.getName()));
        command.addAll(classes);
        long startNs = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            out.println(mode + ": not within " + LONGEST_MINUTES + " minutes; killed");
            process.destroyForcibly().waitFor();
        }
        return result(mode, log, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs));
    }

    private Result result(Mode mode, Path log, long seconds) throws IOException {
        Result result = new Result(mode, 0, ALL_FAILED, 0, seconds);
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith(ModeRun.RESULT)) {
                String[] counts = line.substring(ModeRun.RESULT.length()).split(" ", -1);
                result = new Result(mode, Integer.parseInt(counts[0]), Integer.parseInt(counts[1]),
                        Integer.parseInt(counts[2]), seconds);
            } else if (line.startsWith(ModeRun.FAILURE) || line.startsWith("faults: ")) {
                out.println("  " + line);
            }
        }
        return result;
    }
}
