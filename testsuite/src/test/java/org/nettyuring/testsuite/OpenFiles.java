// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The descriptors of this process that a transport may leak: sockets, pipes, rings, eventfds; not the JVM's files. */
public final class OpenFiles {
    private OpenFiles() {}

    /** {@return how many there are} */
    public static int count() {
        return list().size();
    }

    /** {@return what each of them is, e.g. {@code "17 -> socket:[4711]"}} */
    public static List<String> list() {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : fds) {
                addTarget(open, fd);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    private static void addTarget(List<String> open, Path fd) {
        try {
            String target = Files.readSymbolicLink(fd).toString();
            if (!target.startsWith("/")) {
                open.add(fd.getFileName() + " -> " + target);
            }
        } catch (IOException e) {
            // closed meanwhile: the directory stream's own
        }
    }

    /**
     * Waits until no more than so many are open.
     *
     * @param baseline from an earlier {@link #count()}
     */
    public static void awaitAtMost(int baseline) {
        Await.until(() -> "at most " + baseline + " descriptors, but: " + list(), Duration.ofSeconds(20),
                () -> count() <= baseline);
    }
}
