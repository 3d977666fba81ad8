// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The plain C io_uring server, compiled where it is needed: what it takes for a request is what the kernel takes, and
 * the floor of every transport.
 */
final class FloorServer {
    /** Its name among the transports. */
    static final String NAME = "c-uring";

    private static final String SOURCE = "uring_server.c";
    private static final long COMPILE_SECONDS = 60;

    private static Path compiled;

    private FloorServer() {}

    /**
     * Compiles it when it is asked for first.
     *
     * @return the program, in a directory of its own which goes when this JVM ends
     * @throws IOException if there is no C compiler, or it does not like the kernel's headers
     */
    static synchronized Path program() throws IOException, InterruptedException {
        if (compiled == null) {
            compiled = compile();
        }
        return compiled;
    }

    private static Path compile() throws IOException, InterruptedException {
        final String compiler = Optional.ofNullable(System.getenv("CC")).orElse("cc");
        if (!Machine.has(compiler)) {
            throw new IOException("no C compiler (" + compiler + "); e.g. apt-get install gcc");
        }
        final Path directory = ScratchDirectory.create().path();
        final Path source = directory.resolve(SOURCE);
        final Path program = directory.resolve("uring_server");
        try (InputStream in = FloorServer.class.getResourceAsStream(SOURCE)) {
            Files.copy(in, source);
        }
        final Process process = new ProcessBuilder(
                compiler, "-O2", "-o", program.toString(), source.toString(), "-lpthread").inheritIO().start();
        if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(compiler + " did not compile the C server; see above");
        }
        return program;
    }
}
