// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the README runs. This is the last module of a build, so what the commands need is built. */
@Timeout(120)
class ReadmeCommandsTest {
    private static final Path PROJECT = Path.of("../..");
    private static final Pattern FENCED = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("`((?:\\./|\\.ci/|[a-z]+/src/|java -|mvn )[^`]*)`");
    private static final String SHORT = " --rounds 1 --seconds 0.5 --warmup 0.5 --transports epoll,uring";
    private static final String DOCTOR_JAR = "java -jar transport-uring-native/target/attached/*-doctor.jar";
    private static final String SERVER = "java -cp \"examples/target/classes:$(cat examples/target/classpath.txt)\""
            + " org.nettyuring.examples.HttpHello uring 8080";

    /** How each is run here, shorter than its reader would, and a line that it prints then. */
    private static final Map<String, List<String>> RUN = Map.of(
            "./dev help", List.of("./dev help", "usage: ./dev <command>"),
            "./dev doctor", List.of("./dev doctor", "verdict: "),
            DOCTOR_JAR, List.of(DOCTOR_JAR + " --json", "\"exitCode\": "),
            "./dev demo", List.of("./dev demo" + SHORT, "Medians of 1 windows"),
            "./dev bench --list", List.of("./dev bench --list", "http-pipelined"),
            "./dev bench --rows 'echo-*,http-*' --chart bench.png",
            List.of("./dev bench --rows 'echo-6*' --chart DIRECTORY/bench.png" + SHORT, "Server CPU per unit"));

    /** What does not run here, and why. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "./dev test", "runs this test",
            "./dev check", "builds all modules from scratch; .ci/run ends with it",
            ".ci/run", "runs this test, twice",
            "mvn -DskipTests install", "would write into the user's repository; ConsumerTest does it into its own",
            "microbench/src/real-clients.sh [transport]", "installs programs",
            SERVER, "never ends: see shouldServeHttpByTheCommandOfTheExamples");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsAWholeBuild() {
        assumeTrue(Files.isReadable(PROJECT.resolve("microbench/target/classpath.txt")), "microbench is not built yet");
        assumeTrue(new File("/bin/bash").canExecute(), "no bash");
    }

    static Stream<String> commands() {
        return RUN.keySet().stream().sorted();
    }

    @Test
    void shouldHaveEveryCommandHereOrSayWhyNot() throws Exception {
        final Set<String> written = new TreeSet<>();
        for (String file : List.of("README.md", "docs/README.md")) {
            final String text = Files.readString(PROJECT.resolve(file));
            found(FENCED, text).flatMap(String::lines).map(line -> line.replaceFirst("\\s+# .*", "").strip())
                    .filter(line -> !line.isEmpty()).forEach(written::add);
            found(QUOTED, FENCED.matcher(text).replaceAll("")).forEach(written::add);
        }
        final Set<String> known = new TreeSet<>(RUN.keySet());
        known.addAll(NOT_RUN.keySet());
        assertThat(written).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldRun(String command) throws Exception {
        final String line = RUN.get(command).get(0).replace("DIRECTORY", directory.toString());
        final Path output = directory.resolve("output");
        final Process process = bash(line).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(100, SECONDS)).as("ended: %s", line).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).contains(RUN.get(command).get(1));
        // the doctor's 1 is a machine with less than usual
        assertThat(process.exitValue()).as(Files.readString(output)).isLessThanOrEqualTo(command.endsWith("r") ? 1 : 0);
        assertThat(Files.exists(directory.resolve("bench.png"))).isEqualTo(command.contains("--chart"));
    }

    @Test
    void shouldServeHttpByTheCommandOfTheExamples() throws Exception {
        final Process process = bash("exec " + SERVER.replace("uring 8080", "best 0")).start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            final String listening = reader.lines().filter(line -> line.startsWith("listening on ")).findFirst()
                    .orElseThrow();
            final String port = listening.substring(listening.lastIndexOf(':') + 1);
            final HttpResponse<String> response = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("Hello, World!");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A command at the door, with this Java, on what this build has made: a build within it would change that. */
    private static ProcessBuilder bash(String command) {
        final ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", command).directory(PROJECT.toFile())
                .redirectErrorStream(true);
        final String home = System.getProperty("java.home");
        builder.environment().putAll(Map.of("JAVA_HOME", home, "DEV_AS_BUILT", "1",
                "PATH", home + "/bin" + File.pathSeparator + System.getenv("PATH")));
        return builder;
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1));
    }
}
