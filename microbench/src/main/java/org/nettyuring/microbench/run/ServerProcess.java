// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One server under test, in its own process, with one loop on one core. */
public final class ServerProcess implements AutoCloseable {
    private static final String MAIN = "org.nettyuring.microbench.server.BenchServer";
    private static final int TIMEOUT_SECONDS = 30;

    /** Enough for every row; resident from the beginning, so that what grows is not the heap. */
    private static final List<String> FIXED_HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private final Launch launch;
    private final ScratchDirectory directory;
    private final ChildProcess child;
    private final String unavailable;
    private final Sample ready;

    private ServerProcess(Launch launch, ScratchDirectory directory, ChildProcess child, String firstLine) {
        this.launch = launch;
        this.directory = directory;
        this.child = child;
        final String word = firstLine.substring(0, firstLine.indexOf(' '));
        final String rest = firstLine.substring(firstLine.indexOf(' ') + 1);
        unavailable = word.equals("READY") ? null : word.equals("UNAVAILABLE") ? rest : firstLine;
        ready = word.equals("READY") ? Sample.parse(rest) : null;
    }

    /**
     * What to start.
     *
     * @param name by which the server is reported
     * @param variant a transport, {@code c-uring} for the plain C server, and how it is set
     * @param service what it does, by the name that {@code BenchServer} knows
     * @param traffic of the row: idle connections ask for a heap that does not grow, a load from inside for a core
     *     of its own
     * @param backendPort where a proxy connects; 0 if there is nothing
     */
    record Launch(String name, Variant variant, String service, Row.Traffic traffic, int backendPort) {}

    /** Starts a server and waits until it listens, or says why not. */
    static ServerProcess start(Launch launch, Cores cores) throws IOException, InterruptedException {
        final ScratchDirectory directory = ScratchDirectory.create();
        ChildProcess child = null;
        if (launch.variant().transport().equals(FloorServer.NAME)) {
            try {
                FloorServer.program();
            } catch (IOException e) {
                return new ServerProcess(launch, directory, null, "UNAVAILABLE " + e.getMessage());
            }
        }
        try {
            final boolean inside = launch.traffic().isInside();
            child = launch(launch, directory, inside ? -1 : cores.server());
            final ServerProcess server = new ServerProcess(launch, directory, child, child.next(TIMEOUT_SECONDS));
            if (inside && server.unavailable == null) {
                Cores.pin(server.loopTid(), cores.server());
                Cores.pin(server.ready.get("caller"), cores.client());
            }
            return server;
        } catch (IOException e) {
            return new ServerProcess(launch, directory, child, Outcome.BROKE + e.getMessage());
        }
    }

    private static ChildProcess launch(Launch launch, ScratchDirectory directory, int core)
            throws IOException, InterruptedException {
        if (launch.variant().transport().equals(FloorServer.NAME)) {
            return ChildProcess.startProgram(launch.name(), core, List.of(FloorServer.program().toString(),
                    launch.service(), Integer.toString(launch.traffic().messageBytes()),
                    directory.path().toString()));
        }
        final List<String> words = new ArrayList<>(launch.traffic().idle() > 0 ? FIXED_HEAP : List.of());
        final Variant variant = launch.variant();
        words.addAll(variant.options(System.getProperty("java.class.path")));
        words.addAll(List.of(MAIN, variant.transport(), launch.service(),
                Integer.toString(launch.traffic().messageBytes()), directory.path().toString(),
                Integer.toString(launch.backendPort())));
        return ChildProcess.start(launch.name(), core, words);
    }

    /** {@return by what it is reported} */
    public String name() {
        return launch.name();
    }

    /** {@return why it does not listen; null if it does} */
    public String unavailable() {
        return unavailable;
    }

    /** {@return where a client on this machine finds it: a port, or the path of a Unix socket} */
    public String address() {
        final long port = ready.get("port");
        return port == 0 ? directory.path().resolve("file").toString() : Long.toString(port);
    }

    /** {@return the kernel's number of the loop's thread} */
    public long loopTid() {
        return ready.get("tid");
    }

    /** {@return the kernel's numbers of all threads that work: the loop's and, if it gives tasks, the caller's} */
    List<Long> tids() {
        return launch.traffic().isInside() ? List.of(loopTid(), ready.get("caller")) : List.of(loopTid());
    }

    /** {@return what the server has used so far} */
    public Sample mark() throws IOException, InterruptedException {
        return ask("MARK", "mark", TIMEOUT_SECONDS);
    }

    /** {@return {@code heap_bytes} that survive a collection; nothing of a server without a heap} */
    Sample heap() throws IOException, InterruptedException {
        return launch.variant().transport().equals(FloorServer.NAME)
                ? new Sample(Map.of()) : ask("HEAP", "heap", TIMEOUT_SECONDS);
    }

    /** {@return what came of the load that the server put itself to} */
    Sample run(long millis) throws IOException, InterruptedException {
        return ask("RESULT", "run " + millis, TIMEOUT_SECONDS + millis / 1000);
    }

    private Sample ask(String word, String question, long timeoutSeconds) throws IOException, InterruptedException {
        final String line = child.ask(question, timeoutSeconds);
        if (!line.startsWith(word + ' ')) {
            throw new IOException(name() + " answered " + line);
        }
        return Sample.parse(line.substring(word.length() + 1));
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
        directory.close();
    }
}
