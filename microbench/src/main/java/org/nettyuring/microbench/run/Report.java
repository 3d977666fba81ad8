// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.nettyuring.microbench.run.Table.number;

import java.io.PrintStream;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What came of one load, side by side, with all that speaks against believing it. */
public final class Report {
    private static final String OURS = "uring";
    /** What paired windows on a small virtual machine cannot tell apart. */
    private static final double NOISE = 0.03;
    private static final String NOTHING = "–";

    private final RowResult result;
    private final PrintStream out;

    /** Of a comparison whose rounds are over. */
    public Report(RowResult result, PrintStream out) {
        this.result = result;
        this.out = out;
    }

    /** Prints the tables, what to think of them, and the verdict. */
    public void print() {
        final List<Outcome> ran = result.ran();
        if (ran.isEmpty()) {
            result.outcomes().forEach(one -> out.println(one.transport() + ": " + one.unavailable()));
            return;
        }
        final String base = result.base().transport();
        out.println(costs(base));
        out.println(counts());
        result.outcomes().stream().map(Outcome::unavailable)
                .filter(reason -> reason != null && reason.contains("\n")).forEach(out::println);
        out.printf("Medians of %d windows; 'of %s': the ratio to the window beside it, median (lowest to highest).%n"
                + "CPU: the server's loop and its ring's workers; switches: the loop's; busy: server's loop and client,"
                + " not asleep.%n",
                result.base().windows().size(), base);
        ran.stream().filter(one -> one.errors() > 0)
                .forEach(one -> out.printf("ERRORS: %d on %s%n", one.errors(), one.transport()));
        new Remarks(result).all().forEach(out::println);
        new Warnings(result).all().forEach(out::println);
        ran.stream().filter(one -> one.transport().equals(OURS) && one != result.base()).findFirst()
                .ifPresent(this::verdict);
    }

    /** {@return {@code 4.51 (0.97)}: CPU per request and its ratio to the baseline's; a dash if it did not run} */
    public static String cpuAndRatio(RowResult result, Outcome one) {
        if (!one.ran()) {
            return NOTHING;
        }
        final double ratio = result.ratio(one, Window::cpuMicros).median();
        return small(one.median(Window::cpuMicros)) + " (" + number(ratio, 2) + ")";
    }

    /** {@return a line per row and a column per transport: CPU and its ratio} */
    public static Table summary(List<RowResult> rows) {
        final List<String> transports = rows.stream().flatMap(row -> row.outcomes().stream())
                .map(Outcome::transport).filter(transport -> !RowResult.isBeside(transport)).distinct().toList();
        final Table table = new Table(with("row", transports));
        for (RowResult row : rows) {
            table.row(with(row.row(), transports.stream().map(transport -> cell(row, transport)).toList()));
        }
        return table;
    }

    private static String cell(RowResult row, String transport) {
        return row.outcomes().stream().filter(one -> one.transport().equals(transport)).findFirst()
                .map(one -> cpuAndRatio(row, one)).orElse(NOTHING);
    }

    private static String[] with(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toArray(String[]::new);
    }

    private Table costs(String base) {
        final String unit = result.unit();
        final Table table = new Table("transport", result.units() + "/s", "of " + base,
                "CPU µs/" + unit, "user", "system", "of " + base,
                "p50 µs", "p99 µs", "p99.9 µs", "busy s/c", "saturated");
        for (Outcome one : result.outcomes()) {
            if (!one.ran()) {
                table.row(one.transport(), String.valueOf(one.unavailable()).lines().findFirst().orElse(""));
                continue;
            }
            table.row(one.transport(),
                    number(one.median(Window::throughput), 0),
                    ratio(one, Window::throughput),
                    small(one.median(Window::cpuMicros)),
                    small(one.median(Window::userMicros)),
                    small(one.median(Window::systemMicros)),
                    ratio(one, Window::cpuMicros),
                    latency(one, "p50"),
                    latency(one, "p99"),
                    latency(one, "p999"),
                    percent(one, Window::serverBusy) + '/' + percent(one, Window::clientBusy) + '%',
                    one.saturated());
        }
        return table;
    }

    private Table counts() {
        final Table table = new Table("per " + result.unit(), "calls", "enters", "SQEs", "CQEs", "allocated B",
                "switches/s", "forced/s", "RSS MiB");
        for (Outcome one : result.ran()) {
            table.row(one.transport(),
                    number(one.kernel().calls(), 3),
                    number(one.entersPerRequest(), 3),
                    number(one.sqesPerRequest(), 3),
                    number(one.cqesPerRequest(), 3),
                    number(one.median(window -> window.perRequest("loop_allocated_bytes")), 1),
                    number(one.median(window -> window.perSecond("voluntary_switches")), 0),
                    number(one.median(window -> window.perSecond("involuntary_switches")), 0),
                    number(one.median(Window::rssMib), 0));
        }
        return table;
    }

    private static String latency(Outcome one, String percentile) {
        final double micros = one.median(window -> window.latencyMicros(percentile));
        return number(micros, micros < 10 ? 2 : 0);
    }

    /** Of tasks there are many in a microsecond. */
    private static String small(double micros) {
        return number(micros, micros > 0 && micros < 0.1 ? 4 : 2);
    }

    private static String percent(Outcome one, ToDoubleFunction<Window> share) {
        return number(100 * one.median(share), 0);
    }

    private String ratio(Outcome one, ToDoubleFunction<Window> value) {
        final PairedRatios ratios = result.ratio(one, value);
        return one.equals(result.base()) ? number(ratios.median(), 2) : "%s (%s–%s)".formatted(
                number(ratios.median(), 2), number(ratios.lowest(), 2), number(ratios.highest(), 2));
    }

    private void verdict(Outcome ours) {
        final PairedRatios cpu = result.ratio(ours, Window::cpuMicros);
        final PairedRatios rate = result.ratio(ours, Window::throughput);
        final String word = cpu.median() < 1 - NOISE ? "less" : cpu.median() > 1 + NOISE ? "more" : "about as much";
        out.printf("%s uses %s CPU per %s %s %s: %s of it (%s to %s in %d pairs), and serves %s of its %s/s.%n",
                ours.transport(), word, result.unit(), word.equals("about as much") ? "as" : "than",
                result.base().transport(), number(cpu.median(), 2), number(cpu.lowest(), 2),
                number(cpu.highest(), 2), cpu.pairs(), number(rate.median(), 2), result.units());
    }
}
