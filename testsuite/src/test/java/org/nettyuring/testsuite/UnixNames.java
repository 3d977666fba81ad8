// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import io.netty.channel.unix.DomainSocketAddress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses of Unix domain sockets that nobody has used: paths in a directory of this process, and abstract names. */
public final class UnixNames {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Path DIRECTORY = directory();

    private UnixNames() {}

    /** {@return a path at which there is no file} */
    public static DomainSocketAddress path() {
        return new DomainSocketAddress(DIRECTORY.resolve("s" + COUNT.incrementAndGet()).toString());
    }

    /** {@return a name in the abstract namespace} */
    public static DomainSocketAddress abstractName() {
        return new DomainSocketAddress("\0nettyuring." + ProcessHandle.current().pid() + '.' + COUNT.incrementAndGet());
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("nettyuring");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory.toFile())));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With what clients were bound to: who closes such a socket leaves its file. */
    private static void delete(File directory) {
        for (File file : directory.listFiles()) {
            file.delete();
        }
        directory.delete();
    }
}
