// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import io.netty.util.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nettyuring.channel.IoUring;
import org.nettyuring.microbench.run.Machine;
import org.nettyuring.microbench.run.RowResult;

/**
 * One run of the comparison: all that outputs need, and nothing that a file could not hold.
 *
 * @param startedAt in UTC, as {@code 2026-11-20T13:00:00Z}
 * @param machine what was measured on
 * @param versions of what was measured, by artifact
 * @param settings how long and how often, by the options' names
 * @param rows the loads, in their order
 */
public record BenchRun(String startedAt, Map<String, String> machine, Map<String, String> versions,
        Map<String, String> settings, List<RowResult> rows) {

    /** {@return a run on this machine that began at that time} */
    public static BenchRun of(Instant start, Map<String, String> settings, List<RowResult> rows) {
        return new BenchRun(start.truncatedTo(ChronoUnit.SECONDS).toString(), Machine.facts(), versionsHere(), settings,
                List.copyOf(rows));
    }

    /**
     * Puts two runs of one machine together.
     *
     * @return the other's rows behind these; all else is this run's
     * @throws IllegalArgumentException if the other was made on something else
     */
    public BenchRun and(BenchRun other) {
        if (!machine.equals(other.machine) || !versions.equals(other.versions)) {
            throw new IllegalArgumentException("runs of " + machine + versions + " and of " + other.machine
                    + other.versions + " do not belong together");
        }
        final List<RowResult> both = new ArrayList<>(rows);
        both.addAll(other.rows);
        return new BenchRun(startedAt, machine, versions, settings, List.copyOf(both));
    }

    private static Map<String, String> versionsHere() {
        final Map<String, String> versions = new TreeMap<>();
        Version.identify().forEach((artifact, version) -> versions.put(artifact, version.artifactVersion()));
        final String ours = IoUring.class.getPackage().getImplementationVersion();
        versions.put("nettyuring", ours == null ? "from class files" : ours);
        return versions;
    }
}
