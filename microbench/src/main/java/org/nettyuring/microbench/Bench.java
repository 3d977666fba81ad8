// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nettyuring.microbench.run.Comparison;
import org.nettyuring.microbench.run.Outcome;
import org.nettyuring.microbench.run.Report;
import org.nettyuring.microbench.run.Row;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.Rows;
import org.nettyuring.microbench.run.Table;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The rows, each on each transport: one comparison after the other, and their ratios in one table. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Compares the transports row by row; some minutes per row.")
public final class Bench implements Callable<Integer> {
    @Mixin
    private ComparisonOptions options;

    @Option(names = {"--rows", "--loads"}, split = ",",
            description = "which, by name or pattern: echo-64,http-* (default all)")
    private String[] names = {};

    @Option(names = "--list", description = "name the rows and end")
    private boolean list;

    @Spec
    private CommandSpec spec;

    /** Exit code 0 if every response was good. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        final PrintStream out = System.out;
        final List<Row> rows = chosen();
        if (list) {
            rows.forEach(row -> out.printf("%-18s %s%n", row.name(), row.description()));
            return 0;
        }
        options.describeMachine(out);
        boolean clean = true;
        Table summary = null;
        for (Row row : rows) {
            out.printf("%n== %s: %s%n", row.name(), row.description());
            try (Comparison comparison = options.start(row, out)) {
                options.run(comparison);
                final RowResult result = comparison.result();
                out.println();
                new Report(result, out).print();
                clean &= result.isClean();
                summary = summary == null ? summary(result) : summary;
                summary.row(cells(result));
            }
        }
        out.printf("%nServer CPU, µs per request, and its ratio to the baseline's:%n%s", summary);
        return clean ? 0 : 1;
    }

    private List<Row> chosen() {
        try {
            return Rows.matching(List.of(names));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static Table summary(RowResult first) {
        final List<String> head = new ArrayList<>(List.of("row"));
        first.outcomes().stream().map(Outcome::transport).forEach(head::add);
        return new Table(head.toArray(String[]::new));
    }

    private static String[] cells(RowResult result) {
        final List<String> cells = new ArrayList<>(List.of(result.row()));
        result.outcomes().stream().map(one -> Report.cpuAndRatio(result, one)).forEach(cells::add);
        return cells.toArray(String[]::new);
    }
}
