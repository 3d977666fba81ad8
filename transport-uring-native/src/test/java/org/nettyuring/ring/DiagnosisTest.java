// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.Errno.ENOMEM;
import static org.nettyuring.abi.Errno.EPERM;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PBUF_RING;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.sys.Syscalls;

/** Verdicts and reports for kernels that refuse. */
class DiagnosisTest {
    private static final JvmFacts JVM = new JvmFacts("a JVM", "amd64", "JNA", "none needed", "");

    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    @TempDir
    Path root;

    /** The sysctl is global to the machine, so the file and the refusal are ours. */
    @Test
    void shouldBeUnusableWhenTheSysctlForbidsIoUring() throws Exception {
        Path sysctls = Files.createDirectories(root.resolve("proc/sys/kernel"));
        Files.writeString(sysctls.resolve("io_uring_disabled"), "2\n");
        Diagnosis diagnosis = diagnose((method, arguments) -> method.equals("ioUringSetup") ? -EPERM : null);
        assertEquals(2, diagnosis.verdict().exitCode());
        String report = report(diagnosis);
        assertContains(report, "io_uring_disabled  2: forbidden to all processes");
        assertContains(report, "8/16    EPERM    (no flags)");
        assertContains(report, "verdict: unusable: io_uring_setup(");
        assertContains(report, "EPERM (1): io_uring is switched off for this process: see sysctl "
                + "kernel.io_uring_disabled");
    }

    @Test
    void shouldBeDegradedWhenARingOfTheUsualSizeIsRefused() throws Exception {
        Diagnosis diagnosis = diagnose((method, arguments) ->
                method.equals("ioUringSetup") && (int) arguments[0] == Diagnosis.USUAL_SQ_ENTRIES ? -ENOMEM : null);
        assertEquals(1, diagnosis.verdict().exitCode());
        String report = report(diagnosis);
        assertContains(report, "256/4096  ENOMEM   ");
        assertContains(report, "verdict: degraded: io_uring_setup(a ring of the usual size, 256 and 4096 entries): "
                + "ENOMEM (12): the memory of rings and registered buffers counts against the locked-memory limit");
    }

    @Test
    void shouldBeDegradedWithoutAFeatureOfTheUsualWay() throws Exception {
        Diagnosis diagnosis = diagnose((method, arguments) ->
                method.equals("ioUringRegister") && arguments[1].equals(IORING_REGISTER_PBUF_RING) ? -EINVAL : null);
        assertEquals(1, diagnosis.verdict().exitCode());
        String report = report(diagnosis);
        assertContains(report, "pbuf_ring                5.19   no   EINVAL from io_uring_register (the kernel picks");
        assertContains(report, "recv_multishot           6.0    no   needs pbuf_ring (");
        assertContains(report, "verdict: degraded: without recv_multishot, pbuf_ring\n");
    }

    @Test
    void shouldBeUsableOnThisKernelIfItIsRecentAndAllowsIt() throws Exception {
        fixture.assume(Feature.PBUF_RING);
        fixture.assume(Feature.RECV_MULTISHOT);
        Diagnosis diagnosis = diagnose((method, arguments) -> null);
        String report = report(diagnosis);
        assertEquals(0, diagnosis.verdict().exitCode(), report);
        assertContains(report, "verdict: usable\n");
        assertContains(report, "coop_taskrun             5.19   no   defer_taskrun is used instead (");
        for (Feature feature : Feature.values()) {
            assertContains(report, "  " + feature.key() + " ");
        }
    }

    @Test
    void shouldBeUnusableWithoutABinding() {
        Supplier<Syscalls> none = () -> {
            throw new UnsupportedOperationException("no binding to the kernel loads");
        };
        Diagnosis diagnosis = Diagnosis.make(HostFacts.read(root, Map.of()), JVM, none);
        assertEquals(2, diagnosis.verdict().exitCode());
        assertContains(report(diagnosis), "verdict: unusable: no binding to the kernel loads\n");
    }

    @Test
    void shouldSayWhichFlagsAJvmNeeds() {
        assertEquals("none needed", JvmFacts.neededFlags(17, false));
        assertContains(JvmFacts.neededFlags(22, false), "lets FFM be used");
        assertContains(JvmFacts.neededFlags(25, false), "--enable-native-access=ALL-UNNAMED: without it");
        assertContains(JvmFacts.neededFlags(25, true), "granted here");
    }

    private Diagnosis diagnose(InterceptedSyscalls.Interceptor interceptor) {
        Syscalls kernel = InterceptedSyscalls.of(fixture.syscalls(), interceptor);
        return Diagnosis.make(HostFacts.read(root, Map.of()), JVM, () -> kernel);
    }

    private static String report(Diagnosis diagnosis) {
        StringWriter text = new StringWriter();
        new DoctorReport(new PrintWriter(text)).print(diagnosis);
        return text.toString();
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), () -> "expected: " + part + "\nin: " + text);
    }
}
