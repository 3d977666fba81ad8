// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.nettyuring.testsuite.simulation.Simulations;

/** {@code ./dev fuzz [seed] [--seconds N]}: one seed, or one after the other until told to stop. */
public final class Fuzz {
    private static final long REPORT_EVERY_NS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;

    Fuzz(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs from the command line; exits with 1 after a failure and with 2 if the arguments make no sense.
     *
     * @param args {@code [seed] [--seconds N]}
     */
    public static void main(String[] args) {
        System.exit(new Fuzz(System.out).run(args));
    }

    int run(String... args) {
        Long seed = null;
        long seconds = Long.MAX_VALUE;
        try {
            for (int i = 0; i < args.length; i++) {
                if ("--seconds".equals(args[i]) && i + 1 < args.length) {
                    seconds = Long.parseLong(args[++i]);
                } else {
                    seed = Long.decode(args[i]);
                }
            }
        } catch (NumberFormatException e) {
            out.println("fuzz [seed] [--seconds N]: not a number: " + e.getMessage());
            return 2;
        }
        return seed != null && seconds == Long.MAX_VALUE ? runOne(seed) : runMany(seed, seconds);
    }

    private int runOne(long seed) {
        boolean passed = tries(seed);
        out.println("seed " + seed + (passed ? ": passed" : ": failed"));
        return passed ? 0 : 1;
    }

    private int runMany(Long firstSeed, long seconds) {
        long first = firstSeed != null ? firstSeed : System.nanoTime() & Integer.MAX_VALUE;
        long startNs = System.nanoTime();
        long endNs = seconds == Long.MAX_VALUE ? Long.MAX_VALUE : startNs + TimeUnit.SECONDS.toNanos(seconds);
        long reportNs = startNs;
        String until = seconds == Long.MAX_VALUE ? ", until Ctrl-C" : ", " + seconds + " s";
        out.println("fuzz: from seed " + first + until);
        long seed = first;
        do {
            if (!tries(seed)) {
                return 1;
            }
            seed++;
            if (System.nanoTime() - reportNs >= REPORT_EVERY_NS) {
                reportNs = System.nanoTime();
                out.println("fuzz: " + (seed - first) + " seeds passed, up to " + (seed - 1) + ", "
                        + TimeUnit.NANOSECONDS.toSeconds(reportNs - startNs) + " s");
            }
        } while (System.nanoTime() - endNs < 0);
        out.println("fuzz: " + (seed - first) + " seeds passed, none failed");
        return 0;
    }

    private boolean tries(long seed) {
        try {
            Simulations.run(seed);
            return true;
        } catch (AssertionError e) {
            out.println("FAILED seed " + seed + ": " + e.getMessage());
            out.println("repeat with: ./dev fuzz " + seed);
            e.printStackTrace(out);
            return false;
        }
    }
}
