// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nettyuring.microbench.output.BenchRun;
import org.nettyuring.microbench.run.Progress;
import org.nettyuring.microbench.run.Report;
import org.nettyuring.microbench.run.Row;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.Rows;
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
    private static final String JMH = "--jmh";

    @Mixin
    private final ComparisonOptions options = new ComparisonOptions(
            "nio", "epoll", "epoll-recvmmsg", "netty-uring", "netty-uring-bufring", "uring",
            "uring-spin", "c-uring");

    @Option(names = {"--rows", "--loads"}, split = ",",
            description = "which, by name or pattern: echo-64,http-* (default all)")
    private String[] names = {};

    @Mixin
    private OutputOptions outputs;

    @Option(names = JMH, arity = "0..*", paramLabel = "REGEX",
            description = "measure parts instead, by JMH: those that match, all by default; what follows is JMH's"
                    + " own command line (--jmh Enter -f 1 -wi 1 -i 1, --jmh -h)")
    private @Nullable List<String> jmh;

    @Option(names = "--list", description = "name the rows and end")
    private boolean list;

    @Spec
    private CommandSpec spec;

    /** Exit code 0 if every response was good. */
    public static void main(String[] args) throws IOException {
        if (args.length > 0 && args[0].equals(JMH)) {
            Parts.run(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (jmh != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), JMH + " goes first, before JMH's arguments");
        }
        final PrintStream out = System.out;
        final List<Row> rows = chosen();
        if (list) {
            rows.forEach(row -> out.printf("%-18s %s%n", row.name(), row.description()));
            return 0;
        }
        final BenchRun earlier = outputs.earlier();
        if (earlier != null) {
            outputs.replay(earlier, out);
            outputs.summarize(earlier, out);
            return 0;
        }
        options.describeMachine(out);
        final BenchRun run = measure(rows, out);
        outputs.summarize(run, out);
        return run.rows().stream().allMatch(RowResult::isClean) ? 0 : 1;
    }

    private BenchRun measure(List<Row> rows, PrintStream out) throws IOException, InterruptedException {
        final Instant start = Instant.now();
        final Progress progress = new Progress(out);
        options.plan(rows, progress);
        final List<RowResult> results = new ArrayList<>();
        for (Row row : rows) {
            out.printf("%n== %s: %s%n", row.name(), row.description());
            final RowResult result = options.run(row, progress, outputs::profile);
            results.add(result);
            out.println();
            new Report(result, out).print();
            outputs.save(BenchRun.of(start, options.settings(), results));
        }
        return BenchRun.of(start, options.settings(), results);
    }

    private List<Row> chosen() {
        try {
            return Rows.matching(List.of(names));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
