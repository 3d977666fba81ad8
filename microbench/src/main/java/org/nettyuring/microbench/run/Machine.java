// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine that measurements are made on: which cores, how busy, which tools. */
public final class Machine {
    private Machine() {}

    /** {@return the numbers of the cores that this process may use, ascending} */
    public static List<Integer> cores() {
        final String prefix = "Cpus_allowed_list:";
        final String list = lines("/proc/self/status").stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).trim())
                .findFirst().orElse("0");
        final List<Integer> cores = new ArrayList<>();
        for (String range : list.split(",")) {
            final String[] ends = range.split("-");
            for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** {@return the load average of the last minute} */
    public static double load() {
        final String line = lines("/proc/loadavg").get(0);
        return Double.parseDouble(line.substring(0, line.indexOf(' ')));
    }

    /** {@return one line that says what was measured on} */
    public static String describe() {
        final String model = lines("/proc/cpuinfo").stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst().orElse(System.getProperty("os.arch"));
        return "%d cores (%s), Linux %s, JDK %s, loopback".formatted(
                cores().size(), model, System.getProperty("os.version"), System.getProperty("java.version"));
    }

    /** {@return whether a program of that name can be started} */
    public static boolean has(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
