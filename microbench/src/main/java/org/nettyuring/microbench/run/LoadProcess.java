// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;

/** The load client in its own process. It lives through all windows, so that each meets the same compiled code. */
public final class LoadProcess implements AutoCloseable {
    private static final String MAIN = "org.nettyuring.microbench.load.LoadServant";
    private static final int TIMEOUT_SECONDS = 30;

    private final ChildProcess child;

    private LoadProcess(ChildProcess child) {
        this.child = child;
    }

    /**
     * Starts one.
     *
     * @param core the core to stay on; below 0 for any
     */
    public static LoadProcess start(int core) throws IOException, InterruptedException {
        final ChildProcess child = ChildProcess.start("load", core, MAIN);
        final String line = child.next(TIMEOUT_SECONDS);
        if (!line.equals("READY")) {
            throw new IOException("the load client answered " + line);
        }
        return new LoadProcess(child);
    }

    /** Connects, with nothing sent but one request to learn from. */
    public void open(ServerProcess server, Row.Traffic traffic) throws IOException, InterruptedException {
        final String command = "open %s %s %d %d %d %d".formatted(traffic.client(), server.address(),
                traffic.connections(), traffic.depth(), traffic.messageBytes(), traffic.idle());
        expect("OPENED", child.ask(command, TIMEOUT_SECONDS));
    }

    /** {@return what came of loading for so long and waiting for the last response} */
    public Sample run(long millis) throws IOException, InterruptedException {
        return Sample.parse(expect("RESULT", child.ask("run " + millis, TIMEOUT_SECONDS + millis / 1000)));
    }

    /** Closes the connections. */
    public void closeConnections() throws IOException, InterruptedException {
        expect("CLOSED", child.ask("close", TIMEOUT_SECONDS));
    }

    @Override
    public void close() {
        child.close();
    }

    private static String expect(String word, String line) throws IOException {
        if (!line.startsWith(word)) {
            throw new IOException("the load client answered " + line);
        }
        return line.substring(word.length()).trim();
    }
}
