// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.nettyuring.microbench.run.Comparison;
import org.nettyuring.microbench.run.Machine;
import org.nettyuring.microbench.run.Row;
import picocli.CommandLine.Option;

/** How long and between whom. */
final class ComparisonOptions {
    @Option(names = "--transports", split = ",", defaultValue = "nio,epoll,netty-uring,uring",
            description = "which, in this order (default ${DEFAULT-VALUE});"
                    + " c-uring is a plain C server, the floor")
    private List<String> transports;

    @Option(names = "--seconds", defaultValue = "3", description = "length of a window (default ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "windows per transport (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "6",
            description = "seconds of load before the first round, per transport (default ${DEFAULT-VALUE})")
    private double warmup;

    /** Says what is measured on, and what speaks against it. */
    void describeMachine(PrintStream out) {
        out.println(Machine.describe());
        if (Machine.cores().size() < 2) {
            out.println("WARNING: one core: the client takes from the server what it measures");
        } else if (!Machine.has("taskset")) {
            out.println("WARNING: no taskset (util-linux): server and client are not kept on cores of their own");
        }
    }

    /** {@return a comparison whose servers are started} */
    Comparison start(Row row, PrintStream out) throws IOException, InterruptedException {
        return new Comparison(transports, row, out);
    }

    /** Warms up, measures and counts. */
    void run(Comparison comparison) throws IOException, InterruptedException {
        comparison.warmUp(millis(warmup));
        comparison.rounds(rounds, millis(seconds));
        comparison.countCalls();
    }

    /** {@return the options by name, for the record} */
    Map<String, String> settings() {
        return Map.of("transports", String.join(",", transports), "window_s", Double.toString(seconds),
                "rounds", Integer.toString(rounds), "warmup_s", Double.toString(warmup));
    }

    private static long millis(double seconds) {
        return (long) (seconds * 1000);
    }
}
