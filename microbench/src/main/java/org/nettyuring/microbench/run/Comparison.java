// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several servers, each in its own process on the same core, loaded in turn from another core: A B C A B C. Who is not
 * in turn is stopped.
 */
public final class Comparison implements AutoCloseable {
    private static final long COUNTING_MILLIS = 1000;
    private static final long PROFILE_MILLIS = 5000;

    private final Row row;
    private final PrintStream progress;
    private final LoadProcess load;
    private final List<Contender> contenders = new ArrayList<>();

    /**
     * Starts the load client and the servers.
     *
     * @param row what all of them are put to
     * @param progress where to say how far it is
     */
    public Comparison(List<String> transports, Row row, PrintStream progress)
            throws IOException, InterruptedException {
        this.row = row;
        this.progress = progress;
        final List<Integer> cores = Machine.has("taskset") ? Machine.cores() : List.of();
        final boolean pinned = cores.size() > 1;
        load = LoadProcess.start(pinned ? cores.get(0) : -1);
        for (String transport : transports) {
            final int core = pinned ? cores.get(cores.size() - 1) : -1;
            final Contender contender = new Contender(ServerProcess.start(transport, row.service(), core));
            contenders.add(contender);
            if (contender.unavailable() == null) {
                contender.pause();
            }
        }
    }

    /** {@return what they are put to} */
    public Row row() {
        return row;
    }

    /** {@return all servers, those that do not run included} */
    public List<Contender> contenders() {
        return List.copyOf(contenders);
    }

    /** {@return what was measured so far} */
    public RowResult result() {
        return new RowResult(row.name(), row.unit(), contenders.stream().map(Contender::outcome).toList());
    }

    /** {@return the servers that run} */
    public List<Contender> running() {
        return contenders.stream().filter(contender -> contender.unavailable() == null).toList();
    }

    /** Lets the compiler do its work. */
    public void warmUp(long millis) throws InterruptedException {
        final Window.Shape shape = new Window.Shape(row.traffic(), millis);
        progress.print("requests/s\nwarm-up  ");
        inTurn(contender -> say(contender, contender.warmUp(load, shape).throughput(), 0));
        progress.println();
    }

    /** Measures each server once per round. */
    public void rounds(int rounds, long millis) throws InterruptedException {
        final Window.Shape shape = new Window.Shape(row.traffic(), millis);
        for (int round = 1; round <= rounds; round++) {
            progress.printf("round %d/%d", round, rounds);
            progress.flush();
            inTurn(contender -> say(contender, contender.measure(load, shape).throughput(), 0));
            progress.println("  (cores " + Table.number(CoreDistance.measure(), 0) + " ns apart)");
        }
    }

    /** Lets the kernel count each server's system calls, if it can. */
    public void countCalls() throws IOException, InterruptedException {
        if (!SystemCalls.canCount()) {
            progress.println("system calls/request: not counted: needs perf and leave to use its tracepoints");
            return;
        }
        final Window.Shape shape = new Window.Shape(row.traffic(), COUNTING_MILLIS);
        progress.print("system calls/request\n         ");
        inTurn(contender -> say(contender, contender.countCalls(load, shape), 2));
        progress.println();
    }

    /** Draws a flame graph of each server under this load into a folder; says where it cannot. */
    public void profile(Path folder) throws InterruptedException {
        final Window.Shape shape = new Window.Shape(row.traffic(), PROFILE_MILLIS);
        inTurn(contender -> progress.println(
                "profile: " + contender.profile(load, shape, folder, row.name())));
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
