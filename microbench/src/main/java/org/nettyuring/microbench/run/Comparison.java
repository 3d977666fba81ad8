// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Several servers, each in its own process on the same core, loaded in turn from another core: A B C A B C. Who is not
 * in turn is stopped.
 */
public final class Comparison implements AutoCloseable {
    private static final long COUNTING_MILLIS = 1000;

    private final PrintStream progress;
    private final LoadProcess load;
    private final List<Contender> contenders = new ArrayList<>();

    /**
     * Starts the load client and the servers.
     *
     * @param protocol {@code http} or {@code echo}
     * @param progress where to say how far it is
     */
    public Comparison(List<String> transports, String protocol, PrintStream progress)
            throws IOException, InterruptedException {
        this.progress = progress;
        final List<Integer> cores = Machine.has("taskset") ? Machine.cores() : List.of();
        final boolean pinned = cores.size() > 1;
        load = LoadProcess.start(protocol, pinned ? cores.get(0) : -1);
        for (String transport : transports) {
            final int core = pinned ? cores.get(cores.size() - 1) : -1;
            final Contender contender = new Contender(ServerProcess.start(transport, protocol, core));
            contenders.add(contender);
            if (contender.unavailable() == null) {
                contender.pause();
            }
        }
    }

    /** {@return all servers, those that do not run included} */
    public List<Contender> contenders() {
        return List.copyOf(contenders);
    }

    /** {@return the servers that run} */
    public List<Contender> running() {
        return contenders.stream().filter(contender -> contender.unavailable() == null).toList();
    }

    /** Lets the compiler do its work. */
    public void warmUp(Window.Shape shape) throws IOException, InterruptedException {
        progress.print("warm-up  ");
        for (Contender contender : running()) {
            say(contender, contender.warmUp(load, shape));
        }
        progress.println();
    }

    /** Measures each server once per round. */
    public void rounds(int rounds, Window.Shape shape) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            progress.printf("round %d/%d", round, rounds);
            double coresNs = 0;
            for (Contender contender : running()) {
                final Window window = contender.measure(load, shape);
                say(contender, window);
                coresNs = window.conditions().coresAfterNs();
            }
            progress.println("  (cores " + Table.number(coresNs, 0) + " ns apart)");
        }
    }

    /** Lets the kernel count each server's system calls, if it can. */
    public void countCalls(Window.Shape shape) throws IOException, InterruptedException {
        if (!SystemCalls.canCount()) {
            progress.println("calls    not counted: needs perf and leave to use its tracepoints");
            return;
        }
        progress.print("calls    ");
        for (Contender contender : running()) {
            contender.countCalls(load, shape.lasting(COUNTING_MILLIS));
            progress.print("  " + contender.name() + ' ' + Table.number(contender.callsPerRequest(), 2));
            progress.flush();
        }
        progress.println();
    }

    @Override
    public void close() {
        contenders.forEach(Contender::close);
        load.close();
    }

    private void say(Contender contender, Window window) {
        progress.print("  " + contender.name() + ' ' + Table.number(window.throughput(), 0) + "/s");
        progress.flush();
    }
}
