// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server of a comparison and what was measured of it. */
public final class Contender implements AutoCloseable {
    private final ServerProcess server;
    private final List<Window> windows = new ArrayList<>();
    private @Nullable String failure;
    private KernelCounts kernel = KernelCounts.NONE;
    private Sample idle = new Sample(Map.of());

    Contender(ServerProcess server) {
        this.server = server;
    }

    /** {@return the transport's name, with the service behind it if that is not the row's own} */
    public String name() {
        return server.name();
    }

    /** {@return why there is nothing to measure; null if there is} */
    public @Nullable String unavailable() {
        return failure == null ? server.unavailable() : failure;
    }

    /** Takes it out of the comparison. */
    void fail(String reason) {
        failure = Outcome.BROKE + reason + server.epitaph();
        server.close();
    }

    /** {@return what was measured so far} */
    Outcome outcome() {
        return new Outcome(name(), unavailable(), List.copyOf(windows), kernel);
    }

    /** Loads without keeping what comes of it. */
    Window warmUp(LoadClient load, Window.Shape shape) throws IOException, InterruptedException {
        server.resume();
        final Window window = Window.measure(server, load, shape);
        server.pause();
        return window;
    }

    /** Loads and keeps what comes of it. */
    Window measure(LoadClient load, Window.Shape shape) throws IOException, InterruptedException {
        final Window window = warmUp(load, shape);
        windows.add(new Window(window.load(), window.server().with(idle), window.conditions()));
        return window;
    }

    /** {@return bytes of the process for each idle connection; from now on it is in every window, too} */
    double measureIdle(LoadClient load, Row.Traffic traffic) throws IOException, InterruptedException {
        server.resume();
        idle = IdleMemory.measure(server, load, traffic);
        server.pause();
        return IdleMemory.ofProcess(idle);
    }

    /** {@return system calls per request, which the kernel counts while it loads} */
    double countCalls(LoadClient load, Window.Shape shape) throws IOException, InterruptedException {
        server.resume();
        load.open(server, shape.traffic());
        try (SystemCalls calls = SystemCalls.of(server.tids())) {
            final Sample result = load.run(shape.millis());
            calls.stop();
            kernel = calls.per(result.get("requests"));
        }
        load.closeConnections();
        server.pause();
        return kernel.calls();
    }

    /**
     * Samples it while it loads and draws a flame graph.
     *
     * @param folder where {@code row-transport.html} goes
     * @return the file, or why there is none
     */
    String profile(LoadClient load, Window.Shape shape, Path folder, String row)
            throws IOException, InterruptedException {
        if (name().equals(FloorServer.NAME)) {
            return "no flame graph of " + name() + ": async-profiler samples JVMs";
        }
        final Path file = folder.resolve(row + '-' + name().replace(' ', '-') + ".html");
        String outcome = file.toString();
        server.resume();
        load.open(server, shape.traffic());
        try {
            final Profiler profiler = Profiler.start(server.pid());
            load.run(shape.millis());
            profiler.stop(file, row + " on " + name());
        } catch (Profiler.Failure e) {
            outcome = "no flame graph of " + name() + ": " + e.getMessage();
        }
        load.closeConnections();
        server.pause();
        return outcome;
    }

    /** Lets it stand still until its turn. */
    void pause() throws IOException, InterruptedException {
        server.pause();
    }

    @Override
    public void close() {
        server.close();
    }
}
