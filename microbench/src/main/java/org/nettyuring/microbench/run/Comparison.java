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
     * @param protocol {@code http}, {@code http-read} or {@code echo}
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
    public void warmUp(Window.Shape shape) throws InterruptedException {
        progress.print("requests/s\nwarm-up  ");
        inTurn(contender -> say(contender, contender.warmUp(load, shape).throughput(), 0));
        progress.println();
    }

    /** Measures each server once per round. */
    public void rounds(int rounds, Window.Shape shape) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            progress.printf("round %d/%d", round, rounds);
            progress.flush();
            inTurn(contender -> say(contender, contender.measure(load, shape).throughput(), 0));
            progress.println("  (cores " + Table.number(CoreDistance.measure(), 0) + " ns apart)");
        }
    }

    /** Lets the kernel count each server's system calls, if it can. */
    public void countCalls(Window.Shape shape) throws IOException, InterruptedException {
        if (!SystemCalls.canCount()) {
            progress.println("system calls/request: not counted: needs perf and leave to use its tracepoints");
            return;
        }
        progress.print("system calls/request\n         ");
        inTurn(contender -> say(contender, contender.countCalls(load, shape.lasting(COUNTING_MILLIS)), 2));
        progress.println();
    }

    @Override
    public void close() {
        contenders.forEach(Contender::close);
        load.close();
    }

    /** Gives each running server its turn; one that breaks is out of the comparison and the others go on. */
    private void inTurn(Turn turn) throws InterruptedException {
        for (Contender contender : running()) {
            try {
                turn.take(contender);
            } catch (IOException e) {
                contender.fail(e.getMessage());
                progress.print("  " + contender.name() + " FAILED");
            }
        }
    }

    private void say(Contender contender, double value, int decimals) {
        progress.print("  " + contender.name() + ' ' + Table.number(value, decimals));
        progress.flush();
    }

    private interface Turn {
        void take(Contender contender) throws IOException, InterruptedException;
    }
}
