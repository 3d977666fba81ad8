// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nettyuring.abi.Errno.EACCES;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.Errno.ENOMEM;
import static org.nettyuring.abi.Errno.ENOSYS;
import static org.nettyuring.abi.Errno.EPERM;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PBUF_RING;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.ring.Finding.Severity;
import org.nettyuring.sys.Syscalls;

/** What the doctor advises on hosts that are made up: the files of {@code /proc}, and what the kernel returns. */
class FindingsTest {
    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    @TempDir
    Path root;

    private JvmFacts jvm = new JvmFacts("a JVM", "amd64", "JNA", "none needed", "");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void beAHostWithoutTroubles() throws IOException {
        write("proc/sys/kernel/osrelease", "6.18.1-generic\n");
        write("proc/sys/kernel/io_uring_disabled", "0\n");
        write("proc/self/status", "Seccomp:\t0\n");
    }

    @Test
    void shouldSayNothingWhereAllIsWell() throws Exception {
        fixture.assume(Feature.RECV_MULTISHOT);
        assertThat(findings((method, arguments) -> null)).isEmpty();
    }

    @Test
    void shouldAdviseTheSysctl() throws Exception {
        write("proc/sys/kernel/io_uring_disabled", "2\n");
        Finding finding = only(refusing(EPERM));
        assertThat(finding.severity()).isEqualTo(Severity.FORBIDS);
        assertThat(finding.what()).isEqualTo("sysctl kernel.io_uring_disabled is 2: forbidden to all processes");
        assertThat(finding.remedy()).contains("sysctl -w kernel.io_uring_disabled=0", "/etc/sysctl.d/");
    }

    @Test
    void shouldAdviseTheGroup() throws Exception {
        write("proc/sys/kernel/io_uring_disabled", "1\n");
        write("proc/sys/kernel/io_uring_group", "-1\n");
        Finding finding = only(refusing(EPERM));
        assertThat(finding.what()).contains("which is none");
        assertThat(finding.remedy()).contains("sysctl -w kernel.io_uring_group=", "usermod -aG");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        ".dockerenv        |            | docker run --security-opt seccomp=seccomp-uring.json IMAGE",
        "run/.containerenv |            | podman run --security-opt seccomp=seccomp-uring.json IMAGE",
        "a                 | 10.0.0.1   | seccompProfile: {type: Localhost, localhostProfile: seccomp-uring.json}",
        "a                 |            | SystemCallFilter=@aio",
    })
    void shouldAdviseTheProfileInTheWordsOfTheEngine(String file, String kubernetes, String expected) throws Exception {
        write("proc/self/status", "Seccomp:\t2\nSeccomp_filters:\t1\n");
        write(file, "");
        environment = kubernetes == null ? Map.of() : Map.of("KUBERNETES_SERVICE_HOST", kubernetes);
        for (int errno : new int[] {EPERM, ENOSYS}) {
            Finding finding = only(refusing(errno));
            assertThat(finding.severity()).isEqualTo(Severity.FORBIDS);
            assertThat(finding.what()).startsWith("a seccomp filter ");
            assertThat(finding.remedy()).contains(expected);
        }
    }

    @Test
    void shouldTellAnOldKernelFromAProfileThatPretendsOne() throws Exception {
        assertThat(only(refusing(ENOSYS)).what()).isEqualTo("Linux 6.18.1-generic has no io_uring");
        write("proc/self/status", "Seccomp:\t2\nSeccomp_filters:\t1\n");
        assertThat(only(refusing(ENOSYS)).what()).contains("which Linux 6.18.1-generic has");
        write("proc/sys/kernel/osrelease", "4.18.0-553.el8\n");
        assertThat(only(refusing(ENOSYS)).what()).isEqualTo("Linux 4.18.0-553.el8 has no io_uring");
    }

    @Test
    void shouldTellBothWhenTheSysctlAndAFilterForbid() throws Exception {
        write("proc/sys/kernel/io_uring_disabled", "2\n");
        write("proc/self/status", "Seccomp:\t2\nSeccomp_filters:\t1\n");
        assertThat(findings(refusing(EPERM))).hasSize(2);
    }

    @Test
    void shouldSayWhenItDoesNotKnowWho() throws Exception {
        assertThat(only(refusing(EPERM)).what()).contains("neither sysctl nor a seccomp filter");
        assertThat(only(refusing(EACCES)).remedy()).contains("SELinux");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        ".dockerenv        | docker run --ulimit memlock=-1:-1 IMAGE, or smaller rings",
        "run/.containerenv | podman run --ulimit memlock=-1:-1 IMAGE, or smaller rings",
        "a                 | LimitMEMLOCK=infinity in the unit of a systemd service, or smaller rings",
    })
    void shouldAdviseMoreLockedMemory(String file, String expected) throws Exception {
        write("proc/self/limits", "Max locked memory         65536                65536                bytes\n");
        write(file, "");
        Finding none = only(refusing(ENOMEM));
        assertThat(none.severity()).isEqualTo(Severity.FORBIDS);
        assertThat(none.what()).contains("soft 65536, hard 65536 bytes");
        assertThat(none.remedy()).contains(expected);
        fixture.assume(Feature.RECV_MULTISHOT);
        Finding small = only((method, arguments) -> method.equals("ioUringSetup")
                && (int) arguments[0] == Diagnosis.USUAL_SQ_ENTRIES ? -ENOMEM : null);
        assertThat(small.severity()).isEqualTo(Severity.COSTS);
        assertThat(small.remedy()).contains(expected);
    }

    @Test
    void shouldSayForHowManyLoopsThereIsRoom() throws Exception {
        fixture.assume(Feature.RECV_MULTISHOT);
        write("proc/self/limits", "Max locked memory         " + Findings.LOOP_BYTES + "                -  bytes\n");
        Finding finding = only((method, arguments) -> null);
        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.what()).contains("room for about 1 loops");
    }

    @Test
    void shouldNameTheKernelThatBringsAFeature() throws Exception {
        fixture.assume(Feature.RECV_MULTISHOT);
        Finding finding = only((method, arguments) ->
                method.equals("ioUringRegister") && arguments[1].equals(IORING_REGISTER_PBUF_RING) ? -EINVAL : null);
        assertThat(finding.severity()).isEqualTo(Severity.COSTS);
        assertThat(finding.what()).startsWith("without pbuf_ring (");
        assertThat(finding.remedy()).isEqualTo("Linux 5.19 or newer");
    }

    @Test
    void shouldNameTheFlagThatTheJvmLacks() throws Exception {
        fixture.assume(Feature.RECV_MULTISHOT);
        jvm = new JvmFacts("a JVM", "amd64", "JNA", JvmFacts.neededFlags(25, false), "");
        Finding finding = only((method, arguments) -> null);
        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.remedy()).contains("--enable-native-access=ALL-UNNAMED", "manifest");
        jvm = new JvmFacts("a JVM", "amd64", "FFM", JvmFacts.neededFlags(25, true), "");
        assertThat(findings((method, arguments) -> null)).isEmpty();
    }

    @Test
    void shouldPrintEachFindingWithItsRemedyBeforeTheVerdict() throws Exception {
        write("proc/sys/kernel/io_uring_disabled", "2\n");
        StringWriter text = new StringWriter();
        new DoctorReport(new PrintWriter(text)).print(diagnose(refusing(EPERM)));
        assertThat(text.toString()).containsSubsequence(
                "\nforbids: sysctl kernel.io_uring_disabled is 2", "\n  remedy: as root, on the host: sysctl -w ",
                "\nverdict: unusable: ");
    }

    @Test
    void shouldPrintJsonThatQuotesWhatNeedsIt() throws Exception {
        write("proc/sys/kernel/osrelease", "6.1 \"x\\y\t\n");
        StringWriter text = new StringWriter();
        DoctorJson.print(new PrintWriter(text), diagnose(refusing(EPERM)));
        assertThat(text.toString())
                .startsWith("{\"verdict\": \"unusable\", \"exitCode\": 2, \"reason\": \"io_uring_setup(")
                .contains("\"host\": {\"kernel\": \"6.1 \\\"x\\\\y\", \"arch\": \"amd64\", ", "\"features\": [], ",
                        "{\"sqEntries\": 8, \"cqEntries\": 16, \"flags\": \"(no flags)\", \"result\": \"EPERM\"}",
                        "\"findings\": [{\"severity\": \"forbids\", \"what\": \"io_uring_setup: EPERM");
    }

    private static InterceptedSyscalls.Interceptor refusing(int errno) {
        return (method, arguments) -> method.equals("ioUringSetup") ? -errno : null;
    }

    private Finding only(InterceptedSyscalls.Interceptor interceptor) {
        List<Finding> findings = findings(interceptor);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private List<Finding> findings(InterceptedSyscalls.Interceptor interceptor) {
        return Findings.of(diagnose(interceptor));
    }

    private Diagnosis diagnose(InterceptedSyscalls.Interceptor interceptor) {
        Syscalls kernel = InterceptedSyscalls.of(fixture.syscalls(), interceptor);
        return Diagnosis.make(HostFacts.read(root, environment), jvm, () -> kernel);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
