// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The machine that measurements are made on: which cores, how busy, which tools. */
public final class Machine {
    /** Of /proc/stat: user, nice, system, irq, softirq, steal; idle and iowait are between them. */
    private static final int[] BUSY_COLUMNS = {1, 2, 3, 6, 7, 8};
    private static final int STEAL = 8;
    /** USER_HZ is 100 wherever Linux runs on x86 or ARM. */
    private static final long TICK_NS = 10_000_000;

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

    /**
     * {@return {@code busy_ns}, for which cores of this machine were busy or stolen since it started, and
     * {@code stolen_ns} of them; in steps of 10 ms}
     */
    static Sample usage() {
        final String[] ticks = lines("/proc/stat").get(0).split(" +");
        long busy = 0;
        for (int column : BUSY_COLUMNS) {
            busy += Long.parseLong(ticks[column]);
        }
        return new Sample(Map.of("busy_ns", busy * TICK_NS, "stolen_ns", Long.parseLong(ticks[STEAL]) * TICK_NS));
    }

    /** {@return threads that ran or wanted to, on average over the last minute} */
    static double loadAverage() {
        return Double.parseDouble(lines("/proc/loadavg").get(0).split(" ")[0]);
    }

    /** {@return what was measured on and with, by names fit for JSON} */
    public static Map<String, String> facts() {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu_model", model());
        facts.put("cores", Integer.toString(cores().size()));
        facts.put("memory_kib", lines("/proc/meminfo").get(0).replaceAll("[^0-9]", ""));
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("jdk", System.getProperty("java.version"));
        facts.put("jvm", System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version"));
        return facts;
    }

    /** {@return {@code slab_bytes}: memory that the kernel has in slabs, of all processes} */
    static Sample slab() {
        final String prefix = "Slab:";
        final String kib = lines("/proc/meminfo").stream().filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).replace("kB", "").trim()).findFirst().orElse("0");
        return new Sample(Map.of("slab_bytes", Long.parseLong(kib) * 1024));
    }

    /** {@return one line that says what was measured on} */
    public static String describe() {
        return "%d cores (%s), Linux %s, JDK %s, loopback".formatted(
                cores().size(), model(), System.getProperty("os.version"), System.getProperty("java.version"));
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

    private static String model() {
        return lines("/proc/cpuinfo").stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst().orElse(System.getProperty("os.arch"));
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
