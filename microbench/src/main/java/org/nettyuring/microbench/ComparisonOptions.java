// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nettyuring.microbench.run.Comparison;
import org.nettyuring.microbench.run.Comparison.Schedule;
import org.nettyuring.microbench.run.Machine;
import org.nettyuring.microbench.run.Progress;
import org.nettyuring.microbench.run.Row;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.Variant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long and between whom. */
final class ComparisonOptions {
    @Option(names = "--transports", split = ",", converter = VariantConverter.class,
            description = "which of nio, epoll, epoll-recvmmsg, netty-uring, netty-uring-bufring (with its buffer"
                    + " ring), uring, uring-spin (looks for work for 100 µs before it sleeps), c-uring (a plain C"
                    + " server, the floor), in this order (default ${DEFAULT-VALUE}); TRANSPORT+NAME=VALUE sets"
                    + " -Dorg.nettyuring.NAME for one, TRANSPORT@DIRECTORY gives it the jars of another build")
    private List<Variant> transports;

    @Option(names = "--seconds", defaultValue = "3", description = "length of a window (default ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "windows per transport (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "6",
            description = "seconds of load before the first round, per transport (default ${DEFAULT-VALUE})")
    private double warmup;

    ComparisonOptions(String... transports) {
        this.transports = Stream.of(transports).map(Variant::parse).toList();
    }

    /** Says what is measured on, and what speaks against it. */
    void describeMachine(PrintStream out) {
        out.println(Machine.describe());
        if (Machine.cores().size() < 2) {
            out.println("WARNING: one core: the client takes from the server what it measures");
        } else if (!Machine.has("taskset")) {
            out.println("WARNING: no taskset (util-linux): server and client are not kept on cores of their own");
        }
    }

    /** Adds the rows to what a run will take. */
    void plan(List<Row> rows, Progress progress) {
        rows.forEach(row -> progress.plan(transports.size() * Comparison.millis(row, schedule())));
    }

    /**
     * Compares them in one row.
     *
     * @param afterwards what else is to be done with the servers while they are there
     * @return what came of it; a row that could not begin is one, too
     */
    RowResult run(Row row, Progress progress, Afterwards afterwards) throws IOException, InterruptedException {
        final Comparison started;
        try {
            started = Comparison.start(transports, row, progress);
        } catch (IOException e) {
            return Comparison.broken(transports, row, e);
        }
        try (Comparison comparison = started) {
            comparison.run(schedule());
            afterwards.accept(comparison);
            return comparison.result();
        }
    }

    /** Reads one of {@code --transports}. */
    static final class VariantConverter implements ITypeConverter<Variant> {
        @Override
        public Variant convert(String words) {
            try {
                return Variant.parse(words);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** What else is to be done with servers. */
    interface Afterwards {
        /** Does it. */
        void accept(Comparison comparison) throws IOException, InterruptedException;
    }

    private Schedule schedule() {
        return new Schedule(millis(warmup), rounds, millis(seconds));
    }

    /** {@return the options by name, for the record} */
    Map<String, String> settings() {
        final String names = transports.stream().map(Variant::name).collect(Collectors.joining(","));
        return Map.of("transports", names, "window_s", Double.toString(seconds), "rounds",
                Integer.toString(rounds), "warmup_s", Double.toString(warmup));
    }

    private static long millis(double seconds) {
        return (long) (seconds * 1000);
    }
}
