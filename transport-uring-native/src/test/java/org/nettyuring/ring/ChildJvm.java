// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a main class in a process of its own, whose limits and privileges a test can take away. */
final class ChildJvm {
    private static final long PATIENCE_SECONDS = 60;
    /** The first Java whose warnings would be among the child's output. */
    private static final int WARNS_WITHOUT_NATIVE_ACCESS = 24;

    private final Path directory;
    private final List<Path> classPath = new ArrayList<>();

    /**
     * Copies the classes to where any user can read them.
     *
     * @param directory empty, the test's own
     * @param origins a class of each directory or jar that the child needs
     */
    ChildJvm(Path directory, Class<?>... origins) throws IOException, URISyntaxException {
        this.directory = directory;
        for (Class<?> origin : origins) {
            Path from = Path.of(origin.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path to = directory.resolve("cp" + classPath.size() + (Files.isDirectory(from) ? "" : ".jar"));
            copy(from, to);
            classPath.add(to);
        }
        Files.createDirectories(directory.resolve("tmp"));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        }
    }

    /** What a child left behind. */
    record Outcome(int exitCode, String output) {}

    /**
     * Runs a child to its end.
     *
     * @param prefix a command that runs the JVM, e.g. {@code prlimit}; may be empty
     * @param main its main class
     */
    Outcome run(List<String> prefix, Class<?> main) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx64m");
        if (Runtime.version().feature() >= WARNS_WITHOUT_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        command.add("-Djna.tmpdir=" + directory.resolve("tmp"));
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(main.getName());
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
