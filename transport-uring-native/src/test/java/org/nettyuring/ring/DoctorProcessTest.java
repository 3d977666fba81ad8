// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The doctor in processes that really are not allowed to. */
class DoctorProcessTest {
    /** A user of our own: locked memory is counted by user, over all processes. */
    private static final String USER = Long.toString(100_000 + ProcessHandle.current().pid() % 50_000);

    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    @TempDir
    Path directory;

    private ChildJvm child;

    @BeforeEach
    void setUp() throws Exception {
        child = new ChildJvm(directory, Doctor.class, SeccompLauncher.class, Native.class);
    }

    @Test
    void shouldFindThisMachineUsable() throws Exception {
        fixture.assume(Feature.RECV_MULTISHOT);
        ChildJvm.Outcome outcome = child.run(List.of(), Doctor.class);
        assertEquals(0, outcome.exitCode(), outcome.output());
        assertContains(outcome, "verdict: usable");
    }

    @Test
    void shouldNameTheLimitOfLockedMemoryToAUserWith64KiB() throws Exception {
        ChildJvm.Outcome outcome = child.run(asUserWith64KiBOfLockedMemory(), Doctor.class);
        assertEquals(1, outcome.exitCode(), outcome.output());
        assertContains(outcome, "memlock limit      soft 65536, hard 65536 bytes\n");
        assertContains(outcome, "verdict: degraded: io_uring_setup(a ring of the usual size, 256 and 4096 entries): "
                + "ENOMEM (12): the memory of rings and registered buffers counts against the locked-memory limit");
    }

    @Test
    void shouldNameTheLimitForRingsBufferRingsAndRegisteredBuffers() throws Exception {
        ChildJvm.Outcome outcome = child.run(asUserWith64KiBOfLockedMemory(), LockedMemoryLauncher.class);
        String limit = quote(": ENOMEM (12): the memory of rings and registered buffers counts against");
        List<String> lines = outcome.output().lines().toList();
        assertEquals(4, lines.size(), outcome.output());
        assertMatches("io_uring_setup\\(2048 entries, 4096 cq entries, flags 0x\\w+\\)" + limit, lines.get(0));
        assertMatches("io_uring_register\\(PBUF_RING 1, 8192 entries, ring fd \\d+\\)" + limit, lines.get(1));
        assertMatches("io_uring_register\\(BUFFERS, 1 slots, ring fd \\d+\\)" + limit, lines.get(2));
        assertEquals("left: []", lines.get(3));
    }

    @Test
    void shouldNameTheSeccompProfileThatForbidsIoUring() throws Exception {
        ChildJvm.Outcome outcome = child.run(List.of(), SeccompLauncher.class);
        assertEquals(2, outcome.exitCode(), outcome.output());
        assertContains(outcome, "seccomp            filter, 1 installed\n");
        assertContains(outcome, "EPERM    (no flags)");
        assertContains(outcome, "verdict: unusable: io_uring_setup(");
        assertContains(outcome, "the container's seccomp profile");
    }

    private static List<String> asUserWith64KiBOfLockedMemory() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become a user without CAP_IPC_LOCK");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit");
        return List.of(
                "prlimit", "--memlock=65536:65536",
                "setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--inh-caps=-all");
    }

    private static void assertMatches(String expectedBeginning, String line) {
        assertTrue(Pattern.compile(expectedBeginning).matcher(line).lookingAt(), line);
    }

    private static void assertContains(ChildJvm.Outcome outcome, String part) {
        assertTrue(outcome.output().contains(part), () -> "expected: " + part + "\nin: " + outcome.output());
    }
}
