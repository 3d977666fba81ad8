// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.nettyuring.microbench.run.Row.Traffic;

/** All rows of the comparison. */
public final class Rows {
    private static final int SMALL = 64;

    private static final List<Row> ALL = all();

    private Rows() {}

    /** {@return every row, in the order of the table} */
    public static List<Row> list() {
        return ALL;
    }

    /**
     * Selects rows.
     *
     * @param patterns names, where {@code *} stands for anything; none selects every row
     * @return the rows that match any, in the table's order
     * @throws IllegalArgumentException if a pattern matches no row
     */
    public static List<Row> matching(List<String> patterns) {
        final Set<Row> chosen = new LinkedHashSet<>(patterns.isEmpty() ? ALL : List.of());
        for (String pattern : patterns) {
            final Pattern name = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
            final List<Row> matching = ALL.stream().filter(row -> name.matcher(row.name()).matches()).toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException("no row is named " + pattern + "; --list names them all");
            }
            chosen.addAll(matching);
        }
        return ALL.stream().filter(chosen::contains).toList();
    }

    private static List<Row> all() {
        final List<Row> rows = new ArrayList<>();
        for (int connections : new int[] {1, 64, 256, 1000}) {
            rows.add(echo(connections));
        }
        rows.add(http(64));
        rows.add(http(256));
        rows.add(new Row("http-pipelined", "HTTP hello, 64 connections, 16 requests at a time", "request", "http",
                Traffic.of("http", 64, 0).pipelined(16)));
        rows.add(new Row("http-read-64", "HTTP hello, 64 connections, no auto-read: one read per message", "request",
                "http-read", Traffic.of("http", 64, 0)));
        return List.copyOf(rows);
    }

    private static Row echo(int connections) {
        return new Row("echo-" + connections, "echo of 64 B, " + several(connections), "message", "echo",
                Traffic.of("echo", connections, SMALL));
    }

    private static Row http(int connections) {
        return new Row("http-" + connections, "HTTP hello, " + several(connections), "request", "http",
                Traffic.of("http", connections, 0));
    }

    private static String several(int connections) {
        return connections == 1 ? "1 connection" : connections + " connections";
    }
}
