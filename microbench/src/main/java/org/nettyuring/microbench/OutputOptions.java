// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nettyuring.microbench.output.BenchRun;
import org.nettyuring.microbench.output.ChartOutput;
import org.nettyuring.microbench.output.JsonInput;
import org.nettyuring.microbench.output.JsonOutput;
import org.nettyuring.microbench.output.MarkdownOutput;
import org.nettyuring.microbench.run.Comparison;
import org.nettyuring.microbench.run.Report;
import org.nettyuring.microbench.run.RowResult;
import picocli.CommandLine.Option;

/** Where what was measured goes besides the terminal. */
final class OutputOptions {
    @Option(names = "--json", paramLabel = "FILE",
            description = "write every window's raw numbers and what comes of them (docs/PERFORMANCE.md)")
    private @Nullable Path json;

    @Option(names = "--chart", paramLabel = "FILE.png", description = "draw a bar per transport for each row")
    private @Nullable Path chart;

    @Option(names = "--markdown", description = "print the last table as Markdown, too")
    private boolean markdown;

    @Option(names = "--profile", paramLabel = "DIR",
            description = "after each row, draw a flame graph of each server, by async-profiler, which comes along:"
                    + " needs a JDK, not a JRE, on x86_64 or aarch64 with glibc; shows the kernel's part where"
                    + " kernel.perf_event_paranoid is at most 1 or the user is root")
    private @Nullable Path profiles;

    @Option(names = "--from", paramLabel = "FILE", split = ",",
            description = "measure nothing: show what --json wrote; the rows of several files as one run")
    private List<Path> from = List.of();

    /** {@return the run that is to be shown; null if one is to be made} */
    @Nullable BenchRun earlier() throws IOException {
        BenchRun run = null;
        for (Path file : from) {
            final BenchRun next = JsonInput.read(file);
            run = run == null ? next : run.and(next);
        }
        return run;
    }

    /** Draws flame graphs, if they are wanted. */
    void profile(Comparison comparison) throws IOException, InterruptedException {
        if (profiles != null) {
            comparison.profile(Files.createDirectories(profiles));
        }
    }

    /** Writes the file that is wanted; after each row, so that a run that ends early leaves something. */
    void save(BenchRun run) throws IOException {
        if (json != null) {
            JsonOutput.write(run, json);
        }
    }

    /** Prints each row of an earlier run. */
    void replay(BenchRun run, PrintStream out) {
        out.printf("%s, %s%n", run.startedAt(), run.machine());
        for (RowResult row : run.rows()) {
            out.printf("%n== %s%n%n", row.row());
            new Report(row, out).print();
        }
    }

    /** Prints what all rows come to, and draws the chart; one that cannot be drawn is no reason to fail. */
    void summarize(BenchRun run, PrintStream out) {
        if (run.rows().isEmpty()) {
            return;
        }
        out.printf("%nServer CPU per unit, µs, and its ratio to the baseline's:%n%s", Report.summary(run.rows()));
        if (markdown) {
            out.printf("%n%s", MarkdownOutput.of(run));
        }
        if (chart != null) {
            try {
                ChartOutput.write(run, chart);
                out.println("chart: " + chart);
            } catch (IOException e) {
                out.println("chart: " + e.getMessage());
            }
        }
    }
}
