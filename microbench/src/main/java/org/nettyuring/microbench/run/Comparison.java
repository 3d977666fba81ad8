// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.microbench.run.ServerProcess.Launch;

/**
 * Several servers, each in its own process on the same core, loaded in turn from another core: A B C A B C. Who is not
 * in turn is stopped.
 */
public final class Comparison implements AutoCloseable {
    private static final long COUNTING_MILLIS = 1000;
    private static final long PROFILE_MILLIS = 5000;

    private final Row row;
    private final Progress progress;
    private final PrintStream out;
    private final LoadClient load;
    private final List<Contender> contenders = new ArrayList<>();

    private Comparison(Row row, Progress progress, LoadClient load) {
        this.row = row;
        this.progress = progress;
        this.load = load;
        out = progress.out();
    }

    /**
     * Starts the load client and the servers.
     *
     * @param row what all of them are put to
     * @param progress where to say how far it is
     */
    public static Comparison start(List<Variant> transports, Row row, Progress progress)
            throws IOException, InterruptedException {
        final Cores cores = Cores.ofThisMachine();
        final LoadClient load = row.traffic().isInside() ? new InsideLoad() : LoadProcess.start(cores.client());
        final Comparison comparison = new Comparison(row, progress, load);
        try {
            final int backend = load instanceof LoadProcess process ? process.backend() : 0;
            for (Variant variant : transports) {
                comparison.add(new Launch(variant.name(), variant, row.service(), row.traffic(), backend), cores);
                if (row.beside() != null) {
                    final String name = variant.name() + ' ' + row.beside();
                    comparison.add(new Launch(name, variant, row.beside(), row.traffic(), backend), cores);
                }
            }
            return comparison;
        } catch (IOException | InterruptedException e) {
            comparison.close();
            throw e;
        }
    }

    /** {@return what is to be said of a row that could not even begin} */
    public static RowResult broken(List<Variant> transports, Row row, IOException reason) {
        return new RowResult(row.name(), row.unit(), transports.stream()
                .map(transport -> Outcome.broken(transport.name(), reason.getMessage())).toList());
    }

    private void add(Launch launch, Cores cores) throws IOException, InterruptedException {
        final Contender contender = new Contender(ServerProcess.start(launch, cores));
        contenders.add(contender);
        if (contender.unavailable() == null) {
            contender.pause();
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

    /**
     * {@return how long each transport's turns take together}
     *
     * @param schedule how long and how often
     */
    public static long millis(Row row, Schedule schedule) {
        final int servers = row.beside() == null ? 1 : 2;
        return servers * (schedule.warmUpMillis() + schedule.rounds() * schedule.millis() + COUNTING_MILLIS);
    }

    /**
     * How long and how often each server is loaded.
     *
     * @param warmUpMillis before the first round
     * @param rounds windows that count
     * @param millis length of a window
     */
    public record Schedule(long warmUpMillis, int rounds, long millis) {}

    /** Warms up, measures and counts. */
    public void run(Schedule schedule) throws IOException, InterruptedException {
        warmUp(schedule.warmUpMillis());
        if (row.traffic().idle() > 0) {
            measureIdle();
        }
        rounds(schedule.rounds(), schedule.millis());
        countCalls();
    }

    /** Lets the compiler do its work. */
    private void warmUp(long millis) throws InterruptedException {
        final Window.Shape shape = new Window.Shape(row.traffic().besideIdle(0), millis);
        out.printf("%s/s%nwarm-up  ", result().units());
        inTurn(millis, contender -> say(contender, contender.warmUp(load, shape).throughput(), 0));
        out.println();
    }

    private void measureIdle() throws InterruptedException {
        out.print("bytes per idle connection\n         ");
        inTurn(0, contender -> say(contender, contender.measureIdle(load, row.traffic()), 0));
        out.println();
    }

    /** Measures each server once per round. */
    private void rounds(int rounds, long millis) throws InterruptedException {
        final Window.Shape shape = new Window.Shape(row.traffic(), millis);
        for (int round = 1; round <= rounds; round++) {
            out.printf("round %d/%d", round, rounds);
            out.flush();
            inTurn(millis, contender -> say(contender, contender.measure(load, shape).throughput(), 0));
            out.println("  (cores " + Table.number(CoreDistance.measure(), 0) + " ns apart; " + progress.left() + ')');
        }
    }

    /** Lets the kernel count each server's system calls, if it can. */
    private void countCalls() throws IOException, InterruptedException {
        if (!SystemCalls.canCount()) {
            out.printf("system calls/%s: not counted: needs perf and leave to use its tracepoints%n", row.unit());
            progress.done(COUNTING_MILLIS * contenders.size());
            return;
        }
        final Window.Shape shape = new Window.Shape(row.traffic(), COUNTING_MILLIS);
        out.printf("system calls/%s%n         ", row.unit());
        inTurn(COUNTING_MILLIS, contender -> say(contender, contender.countCalls(load, shape), 2));
        out.println();
    }

    /** Draws a flame graph of each server under this load into a folder; says where it cannot. */
    public void profile(Path folder) throws InterruptedException {
        final Window.Shape shape = new Window.Shape(row.traffic(), PROFILE_MILLIS);
        inTurn(0, contender -> out.println(
                "profile: " + contender.profile(load, shape, folder, row.name())));
    }

    @Override
    public void close() {
        contenders.forEach(Contender::close);
        load.close();
    }

    /** Gives each running server its turn; one that breaks is out of the comparison and the others go on. */
    private void inTurn(long millis, Turn turn) throws InterruptedException {
        for (Contender contender : contenders) {
            progress.done(millis);
            if (contender.unavailable() == null) {
                take(turn, contender);
            }
        }
    }

    private void take(Turn turn, Contender contender) throws InterruptedException {
        try {
            turn.take(contender);
        } catch (IOException e) {
            contender.fail(e.getMessage());
            out.print("  " + contender.name() + " FAILED");
            recover();
        }
    }

    private void recover() throws InterruptedException {
        try {
            load.recover();
        } catch (IOException e) {
            running().forEach(contender -> contender.fail("the load client cannot be started again: " + e));
        }
    }

    private void say(Contender contender, double value, int decimals) {
        out.print("  " + contender.name() + ' ' + Table.number(value, decimals));
        out.flush();
    }

    private interface Turn {
        void take(Contender contender) throws IOException, InterruptedException;
    }
}
