// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A real one, of this machine, on a port of its own. */
final class RedisServer implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final String uri;

    private RedisServer(Process process, String uri) {
        this.process = process;
        this.uri = uri;
    }

    /** {@return a server that takes connections; without a {@code redis-server} on the PATH the test is skipped} */
    static RedisServer start(Path directory) throws IOException {
        final Optional<Path> binary = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(path -> Path.of(path, "redis-server")).filter(Files::isExecutable).findFirst();
        assumeTrue(binary.isPresent(), "no redis-server on the PATH: apt-get install redis-server");
        for (int i = 0; i < ATTEMPTS; i++) {
            final int port = freePort();
            final Process process = new ProcessBuilder(binary.get().toString(), "--bind", "127.0.0.1", "--port",
                    String.valueOf(port), "--save", "", "--appendonly", "no", "--dir", directory.toString())
                    .redirectErrorStream(true).start();
            if (isReady(process.inputReader())) {
                return new RedisServer(process, "redis://localhost:" + port);
            }
            process.destroyForcibly();
        }
        throw new IOException(binary.get() + " did not start");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isReady(BufferedReader log) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("eady to accept connections")) {
                return true;
            }
        }
        return false;
    }

    String uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
