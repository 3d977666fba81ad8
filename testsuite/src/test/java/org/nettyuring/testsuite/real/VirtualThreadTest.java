// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.testsuite.Mode;

/** Waiting on virtual threads that have one carrier, and get no other one: in a JVM of its own. */
@Timeout(120)
class VirtualThreadTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWaitForFuturesAndStreamsWithoutHoldingTheOnlyCarrier() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before Java 21");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1"));
        command.addAll(Mode.selected().jvmArguments());
        command.addAll(List.of(CarrierProcess.class.getName(), directory.toString()));
        Path output = directory.resolve("output");

        Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended;
        try {
            ended = child.waitFor(100, TimeUnit.SECONDS);
        } finally {
            child.destroyForcibly();
        }

        List<String> lines = Files.readAllLines(output, UTF_8);
        assertThat(ended && child.exitValue() == 0).as(String.join("\n", lines)).isTrue();
        assertThat(lines).contains("awaits: 500", "echoes: 50", "pinned on purpose: true", "pinned by us: 0");
    }
}
