// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import static org.nettyuring.microbench.run.Table.number;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.nettyuring.microbench.run.Comparison;
import org.nettyuring.microbench.run.Contender;
import org.nettyuring.microbench.run.Machine;
import org.nettyuring.microbench.run.PairedRatios;
import org.nettyuring.microbench.run.Table;
import org.nettyuring.microbench.run.Window;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The same HTTP server on each transport, loaded in turn and compared side by side. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Loads the same server on each transport in turn and prints them side by side.")
public final class Demo implements Callable<Integer> {
    private static final String BASELINE = "epoll";
    private static final String OURS = "uring";
    /** What paired windows on a small virtual machine cannot tell apart. */
    private static final double NOISE = 0.03;
    /** Cores: the JVMs' own threads and the kernel's take less. */
    private static final double BUSY_MACHINE = 0.1;

    @Option(names = "--transports", split = ",", defaultValue = "nio,epoll,netty-uring,uring",
            description = "which, in this order (default ${DEFAULT-VALUE})")
    private List<String> transports;

    @Option(names = "--seconds", defaultValue = "3", description = "length of a window (default ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "4", description = "windows per transport (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "6",
            description = "seconds of load before the first round, per transport (default ${DEFAULT-VALUE})")
    private double warmup;

    @Option(names = "--connections", defaultValue = "64", description = "connections (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--pipeline", defaultValue = "1",
            description = "requests outstanding on each connection (default ${DEFAULT-VALUE})")
    private int depth;

    @Option(names = "--protocol", defaultValue = "http", description = "http or echo (default ${DEFAULT-VALUE})")
    private String protocol;

    private final PrintStream out = System.out;

    /** Exit code 0 if every response was good. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Demo()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        out.println(Machine.describe());
        out.printf("%s on one loop, one process per transport; %d connections, %d outstanding on each%n",
                protocol.equals("http") ? "HttpHello" : "EchoServer, 64 bytes", connections, depth);
        warnOfMachine();
        final Window.Shape shape = new Window.Shape(connections, depth, (long) (seconds * 1000));
        try (Comparison comparison = new Comparison(transports, protocol, out)) {
            comparison.warmUp(shape.lasting((long) (warmup * 1000)));
            comparison.rounds(rounds, shape);
            comparison.countCalls(shape);
            out.println();
            report(comparison);
            return comparison.running().stream().anyMatch(contender -> errors(contender) > 0) ? 1 : 0;
        }
    }

    private void warnOfMachine() {
        if (Machine.cores().size() < 2) {
            out.println("WARNING: one core: the client takes from the server what it measures");
        } else if (!Machine.has("taskset")) {
            out.println("WARNING: no taskset (util-linux): server and client are not kept on cores of their own");
        }
    }

    private void report(Comparison comparison) {
        final List<Contender> running = comparison.running();
        if (running.isEmpty()) {
            comparison.contenders().forEach(one -> out.println(one.name() + ": " + one.unavailable()));
            return;
        }
        final Contender base = running.stream().filter(one -> one.name().equals(BASELINE)).findFirst()
                .orElse(running.get(0));
        final Table table = new Table("transport", "requests/s", "CPU µs/req", "of " + base.name(), "p50 µs", "p99 µs",
                "calls/req", "enters/req", "alloc B/req", "busy");
        for (Contender one : comparison.contenders()) {
            if (one.unavailable() == null) {
                table.row(cells(one, base));
            } else {
                table.row(one.name(), one.unavailable());
            }
        }
        out.println(table);
        out.println("Medians of " + rounds + " windows. CPU: user and system of the server's loop. 'of': its median"
                + " ratio to the window beside it.");
        running.stream().filter(one -> errors(one) > 0)
                .forEach(one -> out.printf("ERRORS: %d on %s%n", errors(one), one.name()));
        warnOfClient(running);
        warnOfBystanders(running);
        running.stream().filter(one -> one.name().equals(OURS) && one != base).findFirst()
                .ifPresent(ours -> verdict(ours, base));
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
        out.printf("%s uses %s CPU per request %s %s: %s of it (%s to %s in %d pairs), and serves %s of its requests/s.%n",
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
