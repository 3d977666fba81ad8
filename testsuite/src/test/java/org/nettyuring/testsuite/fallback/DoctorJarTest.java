// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.channel.IoUring;

/** The doctor's jar, alone in a directory: what somebody copies to where something does not work. */
@Timeout(90)
class DoctorJarTest {
    private static final Path MADE = Path.of("..", "transport-uring-native", "target", "attached");
    private static final Path PROFILE = Path.of("..", "docs", "seccomp-uring.json");
    private static final List<String> IO_URING = List.of("io_uring_setup", "io_uring_enter", "io_uring_register");

    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void copyTheJar() throws IOException {
        assumeTrue(Files.isDirectory(MADE), "the jar is made in the phase package");
        try (Stream<Path> files = Files.list(MADE)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith("-doctor.jar")).toList();
            assumeTrue(jars.size() == 1, "the jar is made in the phase package");
            jar = Files.copy(jars.get(0), directory.resolve("doctor.jar"));
        }
    }

    private record Outcome(int exitCode, String output) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "jna"})
    void shouldFindThisMachineAsUsableAsItIs(String binding) throws Exception {
        Outcome outcome = doctor(List.of(), List.of("-Dorg.nettyuring.binding=" + binding), "--json");
        JsonObject report = JsonParser.parseString(outcome.output()).getAsJsonObject();
        assertThat(report.get("exitCode").getAsInt()).isEqualTo(outcome.exitCode());
        assertThat(outcome.exitCode() < 2).as(outcome.output()).isEqualTo(IoUring.isAvailable());
        assertThat(report.getAsJsonObject("jvm").get("binding").getAsString())
                .isEqualTo(binding.equals("jna") || !hasFfm() ? "JNA" : "FFM");
        assertThat(report.getAsJsonArray("setup")).hasSizeGreaterThan(6);
        assertThat(report.getAsJsonObject("host").get("kernel").getAsString())
                .isEqualTo(System.getProperty("os.version"));
        for (JsonElement feature : report.getAsJsonArray("features")) {
            boolean used = feature.getAsJsonObject().get("used").getAsBoolean();
            assertThat(feature.getAsJsonObject().get("whyNot").getAsString().isEmpty()).isEqualTo(used);
        }
    }

    @Test
    void shouldNameTheProfileUnderOneThatForbidsIoUring() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the launcher is for x86_64");
        Path profile = directory.resolve("profile.json");
        SeccompProfile.read(PROFILE).without(IO_URING).write(profile);
        Outcome outcome = doctor(ChildServer.launcher(profile), List.of());
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
        assertThat(outcome.output()).contains("seccomp            filter, ", "EPERM    (no flags)",
                "\nforbids: a seccomp filter may forbid io_uring_setup", "\n  remedy: ", "\nverdict: unusable: ");
    }

    @Test
    void shouldHandOutTheProfileOfTheDocumentation() throws Exception {
        Outcome outcome = doctor(List.of(), List.of(), "--seccomp-profile");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).isEqualTo(Files.readString(PROFILE));
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() throws Exception {
        Outcome outcome = doctor(List.of(), List.of(), "--yaml");
        assertThat(outcome.exitCode()).isEqualTo(64);
        assertThat(outcome.output()).startsWith("doctor: --yaml?\nusage: ").contains("exit codes: 0 ");
    }

    /** {@return whether the jar was made by a JDK that has it, and this one has it, too} */
    private boolean hasFfm() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Runtime.version().feature() >= 22
                    && file.getEntry("META-INF/versions/22/org/nettyuring/sys/ffm/FfmSyscalls.class") != null;
        }
    }

    private Outcome doctor(List<String> prefix, List<String> jvmArguments, String... args) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(args));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
