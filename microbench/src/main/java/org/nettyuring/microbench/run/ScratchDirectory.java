// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A directory for files and sockets of a child process, without directories in it; it goes when this JVM ends. */
final class ScratchDirectory implements AutoCloseable {
    private static final Set<ScratchDirectory> LEFT = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LEFT.forEach(ScratchDirectory::close), "scratch"));
    }

    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /** {@return a new, empty one} */
    static ScratchDirectory create() throws IOException {
        final ScratchDirectory directory = new ScratchDirectory(Files.createTempDirectory("nettyuring-bench"));
        LEFT.add(directory);
        return directory;
    }

    /** {@return how many of this JVM's there are now} */
    static int count() {
        return LEFT.size();
    }

    /** {@return where it is} */
    Path path() {
        return path;
    }

    /** Deletes it with all that is in it. */
    @Override
    public void close() {
        if (!LEFT.remove(this)) {
            return;
        }
        try {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
