// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.testsuite.Mode;

/** Runs {@link WakeStateStress} in jcstress's own processes, shortly. */
@Timeout(300)
class WakeStateTest {
    private static final int TESTS = 8;

    @Test
    void shouldNeverSleepOnWorkThatNobodyRingsFor(@TempDir Path directory) throws Exception {
        assumeTrue(Mode.selected() == Mode.DEFAULT, "no feature of the kernel has to do with it");
        Path log = directory.resolve("log");
        Process jcstress = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classPath(),
                "org.openjdk.jcstress.Main", "-t", WakeStateStress.class.getName(), "-r", directory + "/report",
                "-m", "quick", "-c", "2", "-f", "1", "-iters", "3", "-time", "200", "-af", "NONE", "-sc", "false",
                "-jvmArgs", "-XX:+UseParallelGC")).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = jcstress.waitFor(280, TimeUnit.SECONDS);
        if (!ended) {
            jcstress.destroyForcibly().waitFor();
        }
        String output = Files.readString(log);
        assertThat(ended).as("jcstress ended:%n%s", output).isTrue();
        assertThat(jcstress.exitValue()).as(output).isZero();
        assertThat(output).contains("Failed tests: No matches.", "Error tests: No matches.",
                "All remaining tests: " + TESTS + " matching test results.");
    }

    /** Absolute: the process runs in another directory. */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
