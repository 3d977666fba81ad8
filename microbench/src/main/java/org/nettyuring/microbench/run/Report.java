// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.nettyuring.microbench.run.Table.number;

import java.io.PrintStream;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What came of a comparison, side by side, with all that speaks against believing it. */
public final class Report {
    private static final String BASELINE = "epoll";
    private static final String OURS = "uring";
    /** What paired windows on a small virtual machine cannot tell apart. */
    private static final double NOISE = 0.03;
    /** Cores: the JVMs' own threads and the kernel's take less. */
    private static final double BUSY_MACHINE = 0.1;

    private final Comparison comparison;
    private final PrintStream out;

    /** Of a comparison whose rounds are over. */
    public Report(Comparison comparison, PrintStream out) {
        this.comparison = comparison;
        this.out = out;
    }

    /** {@return whether every response of every server that ran was good} */
    public boolean isClean() {
        return comparison.running().stream().allMatch(one -> errors(one) == 0);
    }

    /** {@return the server that the others are measured by; there must be one that runs} */
    static Contender base(List<Contender> running) {
        return running.stream().filter(one -> one.name().equals(BASELINE)).findFirst().orElse(running.get(0));
    }

    /** Prints the table, what to think of it, and the verdict. */
    public void print() {
        final List<Contender> running = comparison.running();
        if (running.isEmpty()) {
            comparison.contenders().forEach(one -> out.println(one.name() + ": " + one.unavailable()));
            return;
        }
        final Contender base = base(running);
        final Table table = new Table("transport", "requests/s", "CPU µs/req", "of " + base.name(), "p50 µs", "p99 µs",
                "calls/req", "enters/req", "alloc B/req", "busy");
        for (Contender one : comparison.contenders()) {
            if (one.unavailable() == null) {
                table.row(cells(one, base));
            } else {
                table.row(one.name(), one.unavailable().lines().findFirst().orElse(""));
            }
        }
        out.println(table);
        comparison.contenders().stream().map(Contender::unavailable)
                .filter(reason -> reason != null && reason.contains("\n")).forEach(out::println);
        out.println("Medians of " + base.windows().size() + " windows. CPU: user and system of the server's loop."
                + " 'of': its median ratio to the window beside it.");
        running.stream().filter(one -> errors(one) > 0)
                .forEach(one -> out.printf("ERRORS: %d on %s%n", errors(one), one.name()));
        warnOfClient(running);
        warnOfBystanders(running);
        running.stream().filter(one -> one.name().equals(OURS) && one != base).findFirst()
                .ifPresent(ours -> verdict(ours, base));
    }

    /** {@return {@code 4.51 (0.97)}: CPU per request and its ratio to the baseline's; a dash if it did not run} */
    public String cpuAndRatio(Contender one) {
        if (one.unavailable() != null) {
            return "–";
        }
        final List<Window> base = base(comparison.running()).windows();
        final double ratio = PairedRatios.of(one.windows(), base, Window::cpuMicros).median();
        return number(median(one, Window::cpuMicros), 2) + " (" + number(ratio, 2) + ")";
    }

    private static String[] cells(Contender one, Contender base) {
        final List<Window> windows = one.windows();
        final double ratio = PairedRatios.of(windows, base.windows(), Window::cpuMicros).median();
        return new String[] {
            one.name(),
            number(median(one, Window::throughput), 0),
            number(median(one, Window::cpuMicros), 2),
            number(ratio, 2),
            number(median(one, window -> window.latencyMicros("p50")), 0),
            number(median(one, window -> window.latencyMicros("p99")), 0),
            number(one.callsPerRequest(), 3),
            number(one.entersPerRequest(), 3),
            number(median(one, window -> window.perRequest("loop_allocated_bytes")), 0),
            number(100 * median(one, Window::serverBusy), 0) + "%",
        };
    }

    private void warnOfClient(List<Contender> running) {
        for (Contender one : running) {
            if (median(one, Window::clientBusy) > 0.97 && median(one, Window::serverBusy) < 0.9) {
                out.printf("WARNING: against %s the client was the bottleneck; requests/s say little there%n",
                        one.name());
            }
        }
    }

    private void warnOfBystanders(List<Contender> running) {
        final double worst = running.stream().mapToDouble(one -> median(one, w -> w.conditions().bystanders())).max()
                .orElse(0);
        if (worst > BUSY_MACHINE) {
            out.printf("WARNING: something else kept %s of a core busy meanwhile: the numbers are off.%n",
                    number(worst, 2));
        }
    }

    private void verdict(Contender ours, Contender base) {
        final PairedRatios cpu = PairedRatios.of(ours.windows(), base.windows(), Window::cpuMicros);
        final PairedRatios rate = PairedRatios.of(ours.windows(), base.windows(), Window::throughput);
        if (cpu.pairs() < ours.windows().size()) {
            out.println("The machine moved its cores during the run: pairs of windows at different distances are left"
                    + " out.");
        }
        final String word = cpu.median() < 1 - NOISE ? "less" : cpu.median() > 1 + NOISE ? "more" : "about as much";
        out.printf("%s uses %s CPU per request %s %s: %s of it (%s to %s in %d pairs),"
                        + " and serves %s of its requests/s.%n",
                ours.name(), word, word.equals("about as much") ? "as" : "than", base.name(), number(cpu.median(), 2),
                number(cpu.lowest(), 2), number(cpu.highest(), 2), cpu.pairs(), number(rate.median(), 2));
    }

    private static double median(Contender one, ToDoubleFunction<Window> value) {
        return PairedRatios.median(one.windows(), value);
    }

    private static long errors(Contender one) {
        return one.windows().stream().mapToLong(Window::errors).sum();
    }
}
