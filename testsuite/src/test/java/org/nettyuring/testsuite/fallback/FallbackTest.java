// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.channel.IoUring;
import org.nettyuring.testsuite.fallback.ChildServer.Outcome;

/** Whatever is forbidden to it, a server starts, exchanges bytes, and says what it runs on and why. */
@Timeout(90)
class FallbackTest {
    private static final List<String> IO_URING = List.of("io_uring_setup", "io_uring_enter", "io_uring_register");
    private static final Path PROFILE = Path.of("..", "docs", "seccomp-uring.json");
    /** The first Java that can refuse native access. */
    private static final int REFUSES_SINCE = 24;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    @TempDir
    Path directory;

    @Test
    void shouldTakeTheRingWhereItWorksAndSayItOnce() throws Exception {
        assumeRing();
        Outcome outcome = new ChildServer(directory).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("uring");
        assertThat(outcome.line("reason: ")).isEqualTo("io_uring works: a ring was made, and received through");
        assertThat(outcome.lines()).containsOnlyOnce(
                "INFO NettyTransport: transport: uring (" + outcome.line("reason: ") + ")");
    }

    @Test
    void shouldTakeTheRingUnderTheProfileOfTheDocumentation() throws Exception {
        assumeRing();
        Outcome outcome = new ChildServer(directory).under(profile()).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("uring");
    }

    /** As the defaults of Docker, containerd and Kubernetes are; with the sysctl at 2 the kernel returns the same. */
    @Test
    void shouldTakeEpollUnderAProfileThatDoesNotListIoUring() throws Exception {
        Outcome outcome = new ChildServer(directory).under(profile().without(IO_URING)).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("epoll");
        assertThat(outcome.line("reason: ")).startsWith("epoll's native library loads; io_uring is not available: ")
                .contains("io_uring_setup(", "EPERM (1)", "kernel.io_uring_disabled", "seccomp profile");
    }

    @Test
    void shouldTakeNioUnderSuchAProfileWithoutEpollsNatives() throws Exception {
        Outcome outcome = new ChildServer(directory).under(profile().denying(EPERM, IO_URING))
                .without(entry -> entry.contains("native-epoll")).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("nio");
        assertThat(outcome.line("reason: ")).startsWith("works everywhere; io_uring is not available: ")
                .contains("EPERM (1)", "; epoll is not available: ", "netty_transport_native_epoll");
    }

    /** As engines do that answer ENOSYS to what they do not know. */
    @Test
    void shouldTakeEpollUnderAProfileThatPretendsAnOldKernel() throws Exception {
        Outcome outcome = new ChildServer(directory).under(profile().denying(ENOSYS, IO_URING)).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("epoll");
        assertThat(outcome.line("reason: ")).contains("ENOSYS (38)", "no io_uring");
    }

    /** A ring is made, and cannot be used: only trying it tells. */
    @Test
    void shouldTakeEpollWhereARingCanBeMadeButNotEntered() throws Exception {
        Outcome outcome = new ChildServer(directory).under(profile().denying(EPERM, List.of("io_uring_enter"))).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("epoll");
        assertThat(outcome.line("reason: ")).contains("io_uring_enter", "EPERM (1)");
    }

    @Test
    void shouldTakeEpollAsAUserWith64KiBOfLockedMemory() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become a user without CAP_IPC_LOCK");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit");
        String user = Long.toString(200_000 + ProcessHandle.current().pid() % 50_000);
        Outcome outcome = new ChildServer(directory).runBy("prlimit", "--memlock=65536:65536",
                "setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups",
                "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override").serve();
        assertThat(outcome.line("transport: ")).isEqualTo("epoll");
        assertThat(outcome.line("reason: ")).contains("ENOMEM (12)", "locked-memory limit", "ulimit -l");
    }

    @Test
    void shouldTakeNioOnAJvmWithoutNativeAccess() throws Exception {
        assumeTrue(Runtime.version().feature() >= REFUSES_SINCE, "this Java refuses native access to nobody");
        Outcome outcome = new ChildServer(directory).withoutNativeAccess().with("--illegal-native-access=deny").serve();
        assertThat(outcome.line("transport: ")).isEqualTo("nio");
        assertThat(outcome.line("reason: ")).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void shouldTakeNioWhereNativeTransportsAreSwitchedOff() throws Exception {
        Outcome outcome = new ChildServer(directory).with("-Dio.netty.transport.noNative=true").serve();
        assertThat(outcome.line("transport: ")).isEqualTo("nio");
        assertThat(outcome.line("reason: "))
                .contains("io_uring is not available: io_uring: switched off by -Dio.netty.transport.noNative=true");
    }

    @Test
    void shouldTakeNioWithoutEpollsClasses() throws Exception {
        Outcome outcome = new ChildServer(directory).with("-Dorg.nettyuring.transport=epoll")
                .without(entry -> entry.contains("epoll")).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("nio");
        assertThat(outcome.line("reason: ")).contains("netty-transport-classes-epoll is not on the class path");
        assertThat(outcome.line("WARN NettyTransport: ")).startsWith(
                "org.nettyuring.transport: epoll is not available, nio is used instead: ");
    }

    /** Natives of another version load, and then fail on connect. */
    @Test
    void shouldNotTakeEpollWhoseNativesAreOfAnotherVersion() throws Exception {
        Path versions = directory.resolve("other/META-INF/io.netty.versions.properties");
        Files.createDirectories(versions.getParent());
        String key = "netty-transport-native-epoll.";
        Files.writeString(versions, key + "version=4.2.1.Final\n" + key + "buildDate=2025-05-14 12:00:00 +0000\n"
                + key + "commitDate=2025-05-14 12:00:00 +0000\n" + key + "shortCommitHash=1\n" + key
                + "longCommitHash=1\n" + key + "repoStatus=clean\n");
        Outcome outcome = new ChildServer(directory).with("-Dorg.nettyuring.transport=epoll")
                .andOnItsClassPath(directory.resolve("other")).serve();
        assertThat(outcome.line("transport: ")).isEqualTo("nio");
        assertThat(outcome.line("reason: ")).contains(
                "netty-transport-classes-epoll is 4.2.", "but netty-transport-native-epoll is 4.2.1.Final");
    }

    @ParameterizedTest
    @CsvSource({"nio", "epoll", "uring"})
    void shouldTakeWhatIsAskedFor(String name) throws Exception {
        if (name.equals("uring")) {
            assumeRing();
        }
        Outcome byProperty = new ChildServer(directory).with("-Dorg.nettyuring.transport=" + name).serve();
        assertThat(byProperty.line("transport: ")).isEqualTo(name);
        assertThat(byProperty.line("reason: ")).isEqualTo("asked for by -Dorg.nettyuring.transport=" + name);
    }

    private static SeccompProfile profile() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the launcher is for x86_64");
        return SeccompProfile.read(PROFILE);
    }

    private static void assumeRing() {
        assumeTrue(IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
    }
}
