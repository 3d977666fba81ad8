// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.nettyuring.microbench.run.Comparison;
import org.nettyuring.microbench.run.Contender;
import org.nettyuring.microbench.run.Report;
import org.nettyuring.microbench.run.Table;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Several loads, each on each transport: one comparison after the other, and their ratios in one table. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Compares the transports under several loads; some minutes.")
public final class Bench implements Callable<Integer> {
    private static final List<Load> LOADS = List.of(
            new Load("echo-1", "echo", 1, 1),
            new Load("echo-64", "echo", 64, 1),
            new Load("echo-1000", "echo", 1000, 1),
            new Load("http-64", "http", 64, 1),
            new Load("http-256", "http", 256, 1),
            new Load("http-read-64", "http-read", 64, 1),
            new Load("http-pipelined", "http", 64, 16));

    @Mixin
    private ComparisonOptions options;

    @Option(names = "--loads", split = ",", description = "which: echo-1, echo-64, echo-1000, http-64, http-256,"
            + " http-read-64 (no auto-read), http-pipelined (default all)")
    private String[] names = {};

    /** Exit code 0 if every response was good. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        final PrintStream out = System.out;
        options.describeMachine(out);
        final List<String> wanted = Arrays.asList(names);
        final List<Load> loads = LOADS.stream()
                .filter(load -> wanted.isEmpty() || wanted.contains(load.name())).toList();
        boolean clean = true;
        Table summary = null;
        for (Load load : loads) {
            out.printf("%n== %s%n", load.name());
            try (Comparison comparison = options.start(load.protocol(), out)) {
                options.run(comparison, load.connections(), load.depth());
                final Report report = new Report(comparison, out);
                out.println();
                report.print();
                clean &= report.isClean();
                summary = summary == null ? summary(comparison) : summary;
                summary.row(row(load, report, comparison));
            }
        }
        out.printf("%nServer CPU, µs per request, and its ratio to the baseline's:%n%s", summary);
        return clean ? 0 : 1;
    }

    private static Table summary(Comparison comparison) {
        final List<String> head = new ArrayList<>(List.of("load"));
        comparison.contenders().stream().map(Contender::name).forEach(head::add);
        return new Table(head.toArray(String[]::new));
    }

    private static String[] row(Load load, Report report, Comparison comparison) {
        final List<String> cells = new ArrayList<>(List.of(load.name()));
        comparison.contenders().stream().map(report::cpuAndRatio).forEach(cells::add);
        return cells.toArray(String[]::new);
    }

    private record Load(String name, String protocol, int connections, int depth) {}
}
