// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jars that a user would have, and processes that run on nothing else. */
final class Artifacts {
    static final Path PROJECT = Path.of("..");

    /** The first Java that knows the flag without a preview. */
    private static final int ENABLES_SINCE = 22;
    private static final long PATIENCE_SECONDS = 60;
    private static final List<String> PRODUCT = List.of("transport-uring-native", "transport-uring");
    /** What the two bring along. */
    private static final List<String> LIBRARIES = List.of("jna", "netty-common", "netty-buffer", "netty-resolver",
            "netty-transport", "netty-transport-native-unix-common");

    private Artifacts() {}

    /** {@return the jar of a product module} Skips the test where none was made yet. */
    static Path product(String module) throws IOException {
        return in(PROJECT.resolve(module).resolve("target"), module);
    }

    /** {@return the two product jars} Skips the test where none were made yet. */
    static List<Path> products() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String module : PRODUCT) {
            jars.add(product(module));
        }
        return jars;
    }

    private static Path in(Path directory, String module) throws IOException {
        assumeTrue(Files.isDirectory(directory), "jars are made in the phase package");
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches(module + "-[0-9].*\\.jar"))
                    .toList();
            assumeTrue(jars.size() == 1, () -> "jars are made in the phase package: " + jars);
            return jars.get(0).toAbsolutePath().normalize();
        }
    }

    /** {@return the jars of others that ours need at run time} */
    static List<Path> libraries() {
        return LIBRARIES.stream().map(Artifacts::library).toList();
    }

    /** {@return the jar of somebody else's artifact, without a classifier} */
    static Path library(String artifact) {
        return classPath().stream().filter(entry -> entry.matches(".*/" + artifact + "-[0-9.]+(\\.Final)?\\.jar"))
                .map(Path::of).findFirst()
                .orElseThrow(() -> new AssertionError(artifact + " is not on the class path"));
    }

    static List<String> classPath() {
        return List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    }

    /**
     * Makes a jar of {@link PackagedEcho}.
     *
     * @param jar to be made
     * @param manifest its own
     * @return the jar
     */
    static Path program(Path jar, Manifest manifest) throws IOException {
        Path packaging = testClasses().resolve(PackagedEcho.class.getPackageName().replace('.', '/'));
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> classes = Files.list(packaging)) {
            for (Path type : classes.filter(path -> path.getFileName().toString().startsWith("PackagedEcho"))
                    .toList()) {
                out.putNextEntry(new ZipEntry(testClasses().relativize(type).toString()));
                Files.copy(type, out);
            }
        }
        return jar;
    }

    /** {@return the directory of the tests' classes} */
    static Path testClasses() {
        try {
            return Path.of(Artifacts.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return what lets the unnamed module call native code, where Java asks for it} */
    static List<String> nativeAccess() {
        return Runtime.version().feature() < ENABLES_SINCE ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED");
    }

    /** {@return entries in the form of a path option} */
    static String path(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Runs a JVM to its good end.
     *
     * @param directory for its output
     * @param arguments of {@code java}
     * @return the lines that it printed, its errors among them
     */
    static List<String> java(Path directory, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(arguments);
        Path output = directory.resolve("output");
        Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended: %s", command).isTrue();
        } finally {
            child.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output);
        assertThat(child.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
