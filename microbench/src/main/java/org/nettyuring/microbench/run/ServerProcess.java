// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.util.List;

/** One server under test, in its own process, with one loop on one core. */
public final class ServerProcess implements AutoCloseable {
    private static final String MAIN = "org.nettyuring.microbench.server.BenchServer";
    private static final int TIMEOUT_SECONDS = 30;

    private final String transport;
    private final ChildProcess child;
    private final String unavailable;
    private final Sample ready;

    private ServerProcess(String transport, ChildProcess child, String firstLine) {
        this.transport = transport;
        this.child = child;
        final String word = firstLine.substring(0, firstLine.indexOf(' '));
        final String rest = firstLine.substring(firstLine.indexOf(' ') + 1);
        unavailable = word.equals("READY") ? null : rest;
        ready = word.equals("READY") ? Sample.parse(rest) : null;
    }

    /**
     * Starts a server and waits until it listens, or says why not.
     *
     * @param transport a transport's name, or {@code c-uring} for the plain C server
     * @param service what it does, by the name that {@code BenchServer} knows
     * @param core the core to stay on; below 0 for any
     */
    public static ServerProcess start(String transport, String service, int core)
            throws IOException, InterruptedException {
        final ChildProcess child;
        try {
            child = transport.equals(FloorServer.NAME)
                    ? ChildProcess.startProgram(transport, core, List.of(FloorServer.compile().toString(), service))
                    : ChildProcess.start(transport, core, MAIN, transport, service);
        } catch (IOException e) {
            return new ServerProcess(transport, null, "FAILED " + e.getMessage());
        }
        try {
            return new ServerProcess(transport, child, child.next(TIMEOUT_SECONDS));
        } catch (IOException e) {
            return new ServerProcess(transport, child, "FAILED " + e.getMessage());
        }
    }

    /** {@return the transport's name} */
    public String transport() {
        return transport;
    }

    /** {@return why it does not listen; null if it does} */
    public String unavailable() {
        return unavailable;
    }

    /** {@return where a client on this machine finds it: a port} */
    public String address() {
        return Long.toString(ready.get("port"));
    }

    /** {@return the kernel's number of the loop's thread} */
    public long loopTid() {
        return ready.get("tid");
    }

    /** {@return what the server has used so far} */
    public Sample mark() throws IOException, InterruptedException {
        final String line = child.ask("mark", TIMEOUT_SECONDS);
        if (!line.startsWith("MARK ")) {
            throw new IOException(transport + " answered " + line);
        }
        return Sample.parse(line.substring("MARK ".length()));
    }

    /** {@return what the server says it has used, and what the kernel has noted of its loop} */
    Sample used() throws IOException, InterruptedException {
        return mark().with(LoopUsage.of(child.pid(), loopTid()));
    }

    /** {@return what memory it has} */
    Sample memory() throws IOException {
        return LoopUsage.memory(child.pid());
    }

    /** {@return the kernel's number of the process} */
    long pid() {
        return child.pid();
    }

    /** {@return how it ended, for a message; empty while it runs} */
    String epitaph() {
        return child.epitaph();
    }

    /** Stops it from running at all, so that it takes nothing from the server whose turn it is. */
    public void pause() throws IOException, InterruptedException {
        child.signal("STOP");
    }

    /** Ends a pause. */
    public void resume() throws IOException, InterruptedException {
        child.signal("CONT");
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
