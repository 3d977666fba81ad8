// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.testsuite.Mode;

/**
 * The locked memory of a user is used up while a server runs: a further loop is refused with the remedy, and what was
 * to be sent without a copy is copied.
 */
@Timeout(90)
class LockedMemoryTest {
    private static final int LIMIT_BYTES = 192 * 1024;
    private static final int FIRST_USER = 64_000;
    private static final int USERS = 1_000;

    @Test
    void shouldRefuseFurtherLoopsWithTheRemedyAndSendWithACopy(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        Process child = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assumeTrue(lines.stream().noneMatch(line -> line.startsWith("setpriv:")), () -> "setpriv may not: " + lines);
        assertThat(child.exitValue()).as(() -> String.join("\n", lines)).isZero();
        assertThat(lines).anyMatch(line -> line.startsWith("refused: ") && line.contains("ENOMEM")
                && line.contains("ulimit -l"));
        assertThat(lines).noneMatch(line -> line.startsWith("failed") || line.startsWith("exception"));
        assertThat(lines.stream().filter(("received: " + LockedMemoryServer.RESPONSE_BYTES)::equals)).hasSize(3);
    }

    /** As a user of its own, because the kernel counts per user; one that may read root's files, as this JVM's. */
    private static List<String> command() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become a user without CAP_IPC_LOCK");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit");
        long user = FIRST_USER + ProcessHandle.current().pid() % USERS;
        List<String> command = new ArrayList<>(List.of(
                "prlimit", "--memlock=" + LIMIT_BYTES + ":" + LIMIT_BYTES,
                "setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups",
                "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea", "-Xmx128m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(arg -> arg.startsWith("--enable-native-access")).forEach(command::add);
        command.addAll(Mode.selected().jvmArguments());
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path")), LockedMemoryServer.class.getName()));
        return command;
    }
}
