// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Starts a {@link FallbackServer} in a process of its own, of which things can be taken away. */
final class ChildServer {
    private static final long PATIENCE_SECONDS = 60;
    /** The first Java that warns of native access without the flag. */
    private static final int WARNS_SINCE = 24;
    /** Starts fast, and needs little. */
    private static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");

    private final Path directory;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private List<String> classPath = classPath();
    private boolean nativeAccess = true;

    /**
     * A child with nothing taken away.
     *
     * @param directory the test's own
     */
    ChildServer(Path directory) {
        this.directory = directory;
    }

    /** Has a command run the child. */
    ChildServer runBy(String... command) {
        prefix.addAll(List.of(command));
        return this;
    }

    /** Loads a seccomp profile first. */
    ChildServer under(SeccompProfile profile) throws IOException {
        Path json = directory.resolve("profile.json");
        profile.write(json);
        prefix.addAll(launcher(json));
        return this;
    }

    /** Passes arguments to the JVM. */
    ChildServer with(String... jvmArguments) {
        arguments.addAll(List.of(jvmArguments));
        return this;
    }

    /** Takes entries of the class path away. */
    ChildServer without(Predicate<String> entry) {
        classPath = classPath.stream().filter(entry.negate()).toList();
        return this;
    }

    /** Puts an entry at the end of the class path. */
    ChildServer andOnItsClassPath(Path entry) {
        List<String> more = new ArrayList<>(classPath);
        more.add(entry.toString());
        classPath = more;
        return this;
    }

    /** Does not enable native access, where Java asks for that. */
    ChildServer withoutNativeAccess() {
        nativeAccess = false;
        return this;
    }

    /** What a child printed, which exchanged its bytes and ended well. */
    record Outcome(List<String> lines) {
        String line(String beginning) {
            return lines.stream().filter(line -> line.startsWith(beginning)).findFirst()
                    .orElseThrow(() -> new AssertionError("no line " + beginning + " in " + this))
                    .substring(beginning.length());
        }

        @Override
        public String toString() {
            return String.join("\n", lines);
        }
    }

    /** Runs a child to its end and checks that it served: that is what every test here is about. */
    Outcome serve() throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(java());
        if (!nativeAccess) {
            command.removeIf(argument -> argument.startsWith("--enable-native-access"));
        }
        command.addAll(arguments);
        command.addAll(List.of("-Dlogback.configurationFile=org/nettyuring/testsuite/fallback/logback.xml",
                "-cp", String.join(File.pathSeparator, classPath), FallbackServer.class.getName()));
        Path output = directory.resolve("output");
        Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        Outcome outcome = new Outcome(Files.readAllLines(output));
        assertThat(child.exitValue()).as(outcome.toString()).isZero();
        assertThat(outcome.lines()).contains("TCP: 200000", "Unix: 200000", "UDP: 1000", "ended");
        return outcome;
    }

    /** {@return what runs a command under a profile} */
    static List<String> launcher(Path profile) {
        List<String> launcher = java();
        launcher.addAll(List.of("-cp", String.join(File.pathSeparator, classPath()),
                SeccompLauncher.class.getName(), profile.toString()));
        return launcher;
    }

    private static List<String> java() {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(SMALL);
        if (Runtime.version().feature() >= WARNS_SINCE) {
            java.add("--enable-native-access=ALL-UNNAMED");
        }
        return java;
    }

    private static List<String> classPath() {
        return Arrays.asList(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    }
}
