// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The load client in its own process. It lives through all windows, so that each meets the same compiled code. */
final class LoadProcess implements LoadClient {
    private static final String MAIN = "org.nettyuring.microbench.load.LoadServant";
    private static final int TIMEOUT_SECONDS = 30;

    private final int core;
    private ChildProcess child;

    private LoadProcess(int core) throws IOException, InterruptedException {
        this.core = core;
        child = launch(core);
    }

    /**
     * Starts one.
     *
     * @param core the core to stay on; below 0 for any
     */
    static LoadProcess start(int core) throws IOException, InterruptedException {
        return new LoadProcess(core);
    }

    private static ChildProcess launch(int core) throws IOException, InterruptedException {
        final ChildProcess child = ChildProcess.start("load", core, List.of(MAIN));
        final String line = child.next(TIMEOUT_SECONDS);
        if (!line.equals("READY")) {
            child.close();
            throw new IOException("the load client answered " + line);
        }
        return child;
    }

    /** {@return the port of an echo server in the client's process, on its core: what a proxy stands before} */
    int backend() throws IOException, InterruptedException {
        return Integer.parseInt(ask("BACKEND", "backend", TIMEOUT_SECONDS));
    }

    @Override
    public void open(ServerProcess server, Row.Traffic traffic) throws IOException, InterruptedException {
        ask("OPENED", "open %s %s %d %d %d %d".formatted(traffic.client(), server.address(),
                traffic.connections(), traffic.depth(), traffic.messageBytes(), traffic.idle()), TIMEOUT_SECONDS);
    }

    @Override
    public Sample run(long millis) throws IOException, InterruptedException {
        final Sample result = Sample.parse(ask("RESULT", "run " + millis, TIMEOUT_SECONDS + millis / 1000));
        if (result.get("requests") == 0) {
            throw new IOException("no request was answered well, " + result.get("errors") + " were not" + child.said());
        }
        return result;
    }

    @Override
    public void closeConnections() throws IOException, InterruptedException {
        ask("CLOSED", "close", TIMEOUT_SECONDS);
    }

    /** Waits until it has got over a server that is gone, for its answers would be taken for others. */
    @Override
    public void recover() throws IOException, InterruptedException {
        final String question = "sync " + System.nanoTime();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        try {
            String line = child.ask(question, TIMEOUT_SECONDS);
            while (!line.equals(question) && System.nanoTime() - deadlineNs < 0) {
                line = child.next(TIMEOUT_SECONDS);
            }
        } catch (IOException e) {
            child.close();
            child = launch(core);
        }
    }

    @Override
    public void close() {
        child.close();
    }

    private String ask(String word, String question, long timeoutSeconds) throws IOException, InterruptedException {
        final String line = child.ask(question, timeoutSeconds);
        if (!line.startsWith(word)) {
            throw new IOException("the load client answered " + line + child.said());
        }
        return line.substring(word.length()).trim();
    }
}
