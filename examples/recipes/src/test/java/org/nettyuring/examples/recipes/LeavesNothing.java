// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class whose tests leave a ring, an epoll instance or a socket open; waits some seconds for their end. */
final class LeavesNothing implements BeforeAllCallback, AfterAllCallback {
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private Map<String, Integer> before = Map.of();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        ServerSocketChannel.open().close(); // the JDK keeps one socket from its first use of NIO on
        before = descriptors();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        final long end = System.nanoTime() + SETTLE_NS;
        while (!added().isEmpty() && System.nanoTime() - end < 0) {
            System.gc(); // NIO keeps the descriptor of a channel that was closed beside its selector until then
            LockSupport.parkNanos(STEP_NS);
        }
        assertThat(added()).as("descriptors that were opened and not closed").isEmpty();
    }

    /** {@return by kind, how many more there are; what other classes have left may have gone meanwhile} */
    private Map<String, Integer> added() throws IOException {
        final Map<String, Integer> added = new TreeMap<>();
        descriptors().forEach((kind, count) -> {
            final int more = count - before.getOrDefault(kind, 0);
            if (more > 0) {
                added.put(kind, more);
            }
        });
        return added;
    }

    private static Map<String, Integer> descriptors() throws IOException {
        final Map<String, Integer> open = new TreeMap<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                final String target;
                try {
                    target = Files.readSymbolicLink(link).toString();
                } catch (NoSuchFileException e) {
                    continue; // the directory's own
                }
                if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
                    open.merge(target.replaceAll(":\\[\\d+]", ""), 1, Integer::sum);
                }
            }
        }
        return open;
    }
}
