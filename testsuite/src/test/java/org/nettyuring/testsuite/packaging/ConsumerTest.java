// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody's Maven project, made of nothing but what the README and docs/PACKAGING.md say: resolved, compiled, run. */
@Timeout(120)
class ConsumerTest {
    private static final long PATIENCE_SECONDS = 90;
    private static final Path POM = Artifacts.PROJECT.resolve("pom.xml");
    private static final String OURS = "org/nettyuring";

    @TempDir
    private Path directory;

    private Path project;
    private Path repository;

    @BeforeEach
    void install() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "mvn"))), "no mvn on the PATH");
        project = Files.createDirectory(directory.resolve("project"));
        repository = Files.createDirectory(directory.resolve("repository"));
        // .../net/java/dev/jna/jna/VERSION/jna-VERSION.jar
        Path shared = Artifacts.library("jna").resolve("../../../../../../..").normalize();
        link(shared, repository, "org");
        link(shared.resolve("org"), Files.createDirectory(repository.resolve("org")), "nettyuring");
        install(POM, "nettyuring-parent", null);
        install(Artifacts.PROJECT.resolve(".build/bom/pom.xml"), "nettyuring-bom", null);
        for (String module : List.of("transport-uring-native", "transport-uring")) {
            install(Artifacts.PROJECT.resolve(module).resolve("pom.xml"), module, Artifacts.product(module));
        }
    }

    /** Everything that the user's repository has, so that nothing is asked of a network; but one entry. */
    private static void link(Path from, Path to, String but) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(path -> !path.getFileName().toString().equals(but)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }

    /** As {@code mvn install} does it. */
    private void install(Path pom, String artifact, Path jar) throws IOException {
        String name = artifact + "-" + version();
        Path place = Files.createDirectories(repository.resolve(OURS).resolve(artifact).resolve(version()));
        Files.copy(pom, place.resolve(name + ".pom"));
        if (jar != null) {
            Files.copy(jar, place.resolve(name + ".jar"));
        }
    }

    @Test
    void shouldServeWithTheDependenciesOfTheReadme() throws Exception {
        assertThat(buildAndRun("", String.join("\n", snippets("README.md", "xml")))).contains(
                "transport-uring-" + version() + ".jar", "transport-uring-native-" + version() + ".jar",
                "netty-transport-" + property("netty.version") + ".jar",
                "netty-transport-classes-epoll-" + property("netty.pinned.version") + ".jar",
                "netty-transport-native-epoll-" + property("netty.pinned.version") + "-linux-x86_64.jar");
    }

    /** With a netty-bom beside it, which alone would bring classes and natives of epoll that do not go together. */
    @Test
    void shouldServeWithTheVersionsOfTheBom() throws Exception {
        String management = snippets("docs/PACKAGING.md", "xml").get(0);
        assertThat(management).contains("<artifactId>nettyuring-bom</artifactId>\n      <version>" + version() + "<",
                "<artifactId>netty-bom</artifactId>\n      <version>" + property("netty.version") + "<");
        String dependencies = String.join("\n", snippets("README.md", "xml"))
                .replaceAll("\\s*<version>.*</version>", "");
        assertThat(buildAndRun(management, dependencies)).contains("transport-uring-" + version() + ".jar",
                "netty-transport-" + property("netty.version") + ".jar",
                "netty-transport-classes-epoll-" + property("netty.pinned.version") + ".jar",
                "netty-transport-native-epoll-" + property("netty.pinned.version") + "-linux-x86_64.jar",
                "netty-transport-native-unix-common-" + property("netty.pinned.version") + ".jar");
    }

    @Test
    void shouldNameTheSameBomForGradle() throws Exception {
        assertThat(snippets("docs/PACKAGING.md", "kotlin")).containsExactly(
                "implementation(platform(\"org.nettyuring:nettyuring-bom:" + version() + "\"))\n");
    }

    /** {@return the names of the jars that were resolved} */
    private List<String> buildAndRun(String management, String dependencies) throws Exception {
        Files.writeString(project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>user</groupId><artifactId>consumer</artifactId><version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                """ + management + "<dependencies>" + dependencies + "</dependencies></project>");
        Path source = Files.createDirectories(project.resolve("src/main/java/user"));
        Files.writeString(source.resolve("Consumer.java"), program());
        String plugin = "org.apache.maven.plugins:maven-";
        mvn(plugin + "compiler-plugin:" + plugin("compiler") + ":compile",
                plugin + "dependency-plugin:" + plugin("dependency") + ":build-classpath",
                "-Dmdep.outputFile=target/classpath.txt");
        String classPath = Files.readString(project.resolve("target/classpath.txt"));
        List<String> arguments = new ArrayList<>(Artifacts.nativeAccess());
        arguments.addAll(List.of("-cp", project.resolve("target/classes") + File.pathSeparator + classPath,
                "user.Consumer"));
        assertThat(Artifacts.java(directory, arguments)).contains("swapped", "chosen");
        return Arrays.stream(classPath.split(File.pathSeparator)).map(jar -> Path.of(jar).getFileName().toString())
                .toList();
    }

    /** {@return the two ways of the README in a program, each with a port of its own} */
    private static String program() throws IOException {
        String swapped = snippets("README.md", "diff").get(0).lines().filter(line -> !line.startsWith("-"))
                .map(line -> line.substring(1)).collect(Collectors.joining("\n"));
        String chosen = snippets("README.md", "java").get(0);
        assertThat(swapped).contains("IoUringEventLoopGroup", ".bind(8080)");
        return """
                package user;

                import io.netty.bootstrap.ServerBootstrap;
                import io.netty.channel.*;
                import org.nettyuring.channel.*;

                public class Consumer {
                    static class HttpHelloInitializer extends ChannelInitializer<Channel> {
                        protected void initChannel(Channel channel) {}
                    }

                    public static void main(String[] args) throws Exception {
                        if (IoUring.isAvailable()) {
                            %s
                            group.shutdownGracefully().sync();
                        }
                        System.out.println("swapped");
                        %s
                        group.shutdownGracefully().sync();
                        System.out.println("chosen");
                    }
                }
                """.formatted(swapped, chosen).replace("8080", "0");
    }

    private void mvn(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-o", "-q", "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("mvn");
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1", (given, ours) -> given + " " + ours);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    /** {@return what stands between the fences of a language} */
    private static List<String> snippets(String document, String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Artifacts.PROJECT.resolve(document))).results()
                .map(result -> result.group(1)).toList();
    }

    private static String version() throws IOException {
        return first("<artifactId>nettyuring-parent</artifactId>\\s*<version>(.*)</version>");
    }

    private static String property(String name) throws IOException {
        return first("<" + name + ">(.*)</" + name + ">");
    }

    private static String plugin(String name) throws IOException {
        return first("<artifactId>maven-" + name + "-plugin</artifactId>\\s*<version>(.*)</version>");
    }

    private static String first(String pattern) throws IOException {
        return Pattern.compile(pattern).matcher(Files.readString(POM)).results().map(found -> found.group(1))
                .findFirst().orElseThrow(() -> new AssertionError(pattern + " is not in the POM"));
    }
}
