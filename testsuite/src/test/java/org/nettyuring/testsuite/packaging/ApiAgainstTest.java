// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dev api --against REV} in a project of one class: what it says, and how it ends. */
@Timeout(120)
class ApiAgainstTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final String MODULE = "transport-uring";
    private static final String TWO_METHODS = "public void stays() {} public void another() {}";

    @TempDir
    private Path project;

    private Path output;

    @BeforeEach
    void layOut() throws Exception {
        for (String program : List.of("bash", "git")) {
            assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(entry -> Files.isExecutable(Path.of(entry, program))), "no " + program + " on the PATH");
        }
        output = project.resolve("output");
        Path dev = Files.copy(Artifacts.PROJECT.resolve("dev"), project.resolve("dev"));
        Matcher tool = Pattern.compile("target/japicmp/(japicmp-([0-9.]+)-jar-with-dependencies.jar)")
                .matcher(Files.readString(dev));
        assertThat(tool.find()).isTrue();
        // .../net/java/dev/jna/jna/VERSION/jna-VERSION.jar
        Path japicmp = Artifacts.library("jna").resolve("../../../../../../..").normalize()
                .resolve("com/github/siom79/japicmp/japicmp").resolve(tool.group(2)).resolve(tool.group(1));
        assumeTrue(Files.isReadable(japicmp), "japicmp was never asked for here: ./dev api --against HEAD fetches it");
        Files.copy(japicmp, Files.createDirectories(project.resolve("target/japicmp")).resolve(tool.group(1)));
        Files.writeString(Files.createDirectories(project.resolve("testsuite/target")).resolve("classpath.txt"),
                Artifacts.library("jna").toString());
        run("git", "init", "-q");
        run("git", "-c", "user.name=user", "-c", "user.email=user@host", "commit", "-q", "--allow-empty", "-m", "one");
    }

    @Test
    void shouldEndWithOneAndNameWhatIsGone() throws Exception {
        assertThat(compare(TWO_METHODS, "public void stays() {}")).as(said()).isEqualTo(1);
        assertThat(said()).contains("METHOD_REMOVED", "another()",
                "api: what was compiled against HEAD may not run, or not compile");
    }

    /** What calls it does not compile any more, but runs. */
    @Test
    void shouldEndWithOneIfCallersHaveToBeChanged() throws Exception {
        assertThat(compare("public void stays() {}", "public void stays() throws Exception {}")).as(said())
                .isEqualTo(1);
        assertThat(said()).contains("stays()", "api: what was compiled against HEAD may not run, or not compile");
    }

    @Test
    void shouldEndWithZeroIfSomethingIsNew() throws Exception {
        assertThat(compare("public void stays() {}", TWO_METHODS)).as(said()).isZero();
        assertThat(said()).contains("another()", "api: what was compiled against HEAD runs and compiles");
    }

    @Test
    void shouldEndWithZeroIfNothingThatOthersCanCallIsOther() throws Exception {
        assertThat(compare(TWO_METHODS + "void own() {}", TWO_METHODS)).as(said()).isZero();
        assertThat(said()).contains("api: what was compiled against HEAD runs and compiles");
    }

    @Test
    void shouldEndWithTwoIfThereIsNoSuchCommit() throws Exception {
        assertThat(dev("nonsense")).isEqualTo(2);
        assertThat(said()).contains("dev: --against: no such commit: nonsense");
    }

    private int compare(String before, String after) throws Exception {
        run("git", "rev-parse", "--short", "HEAD");
        String build = said().strip() + "-jdk" + Runtime.version().feature();
        jar(project.resolve("target/against").resolve(build), before);
        jar(project.resolve(MODULE).resolve("target"), after);
        return dev("HEAD");
    }

    private int dev(String revision) throws Exception {
        return start("bash", project.resolve("dev").toString(), "api", "--against", revision);
    }

    private void jar(Path directory, String members) throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path source = Files.writeString(classes.resolve("Thing.java"), "public class Thing {" + members + "}");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString())).isZero();
        try (JarOutputStream jar = new JarOutputStream(
                Files.newOutputStream(directory.resolve(MODULE + "-1.jar")))) {
            jar.putNextEntry(new JarEntry("Thing.class"));
            Files.copy(classes.resolve("Thing.class"), jar);
        }
    }

    private void run(String... command) throws Exception {
        assertThat(start(command)).as(said()).isZero();
    }

    private int start(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).directory(project.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DEV_AS_BUILT", "1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).as("ended: %s", List.of(command)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private String said() throws Exception {
        return Files.readString(output);
    }
}
