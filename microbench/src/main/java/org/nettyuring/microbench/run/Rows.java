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
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int SMALL = 64;
    private static final int LARGE = 16 * KIB;

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
            rows.add(echo("echo-", SMALL, connections));
        }
        for (int connections : new int[] {1, 64, 256, 1000}) {
            rows.add(echo("echo-16k-", LARGE, connections));
        }
        addHttp(rows);
        addManyConnections(rows);
        addBulk(rows);
        addOtherSockets(rows);
        addTasks(rows);
        return List.copyOf(rows);
    }

    private static Row echo(String prefix, int bytes, int connections) {
        return new Row(prefix + connections, "echo of " + size(bytes) + ", " + several(connections), "message", "echo",
                Traffic.of("echo", connections, bytes));
    }

    private static void addHttp(List<Row> rows) {
        for (int connections : new int[] {64, 256}) {
            rows.add(new Row("http-" + connections, "HTTP hello, " + several(connections), "request", "http",
                    Traffic.of("http", connections, 0)));
        }
        rows.add(new Row("http-pipelined", "HTTP hello, 64 connections, 16 requests at a time", "request", "http",
                Traffic.of("http", 64, 0).pipelined(16)));
        rows.add(new Row("http-read-64", "HTTP hello, 64 connections, no auto-read but one read per message; beside it"
                + " with auto-read", "request", "http-read", Traffic.of("http", 64, 0)).beside("http"));
        rows.add(new Row("http-tls-read-64", "the same with TLS", "request", "http-tls-read",
                Traffic.of("http-tls", 64, 0)).beside("http-tls"));
        rows.add(new Row("file-1m", "HTTP, a static file of 1 MiB (DefaultFileRegion), 16 connections", "file", "file",
                Traffic.of("http-file", 16, MIB)));
        rows.add(new Row("file-read-1m", "the same, read into buffers: IoUringFile on uring, ChunkedFile elsewhere;"
                + " beside it DefaultFileRegion", "file", "file-read", Traffic.of("http-file", 16, MIB))
                .beside("file"));
    }

    private static void addManyConnections(List<Row> rows) {
        rows.add(new Row("idle-10000", "echo of 64 B, 64 connections, 10,000 idle ones beside; their memory", "message",
                "echo", Traffic.of("echo", 64, SMALL).besideIdle(10_000)));
        rows.add(new Row("idle-timeouts", "the same, an IdleStateHandler of 1 s on each connection", "message",
                "echo-idle", Traffic.of("echo", 64, SMALL).besideIdle(10_000)));
        rows.add(new Row("echo-poll-64", "echo of 64 B by read and write when a poll says so, 64 connections",
                "message", "echo-poll", Traffic.of("echo", 64, SMALL)));
        rows.add(new Row("echo-ops-64", "echo of 64 B by RECV and SEND of the user's own, 64 connections", "message",
                "echo-ops", Traffic.of("echo", 64, SMALL)));
        rows.add(new Row("priority-64", "echo of 64 B for one urgent connection, alone and beside 64 whose messages"
                + " take 10 µs each; beside it without priorities", "message", "echo-urgent",
                Traffic.of("priorities", 64, SMALL)).beside("echo-equal"));
        rows.add(new Row("churn-64", "connect, echo of 64 B, close; 64 at a time", "connection", "echo",
                Traffic.of("churn", 64, SMALL)));
        rows.add(new Row("proxy-64", "64 B through a proxy between two sockets, 64 connections", "message", "proxy",
                Traffic.of("echo", 64, SMALL)));
        rows.add(new Row("proxy-16k-64", "16 KiB through a proxy between two sockets, 64 connections", "message",
                "proxy", Traffic.of("echo", 64, LARGE)));
    }

    private static void addBulk(List<Row> rows) {
        for (String direction : new String[] {"download", "upload"}) {
            rows.add(new Row(direction + "-64k", direction + " of 1 GiB in writes of 64 KiB, 1 connection", "MiB",
                    direction, Traffic.of(direction, 1, 64 * KIB)));
            rows.add(new Row(direction + "-1m", direction + " of 1 GiB in writes of 1 MiB, 1 connection", "MiB",
                    direction, Traffic.of(direction, 1, MIB)));
        }
    }

    private static void addOtherSockets(List<Row> rows) {
        rows.add(new Row("unix-echo-64", "echo of 64 B over Unix sockets, 64 connections", "message", "unix-echo",
                Traffic.of("echo", 64, SMALL)));
        rows.add(new Row("udp-64", "echo of datagrams of 64 B, 64 clients", "datagram", "udp-echo",
                Traffic.of("udp", 64, SMALL)));
        rows.add(new Row("udp-1200", "echo of datagrams of 1,200 B, 64 clients", "datagram", "udp-echo",
                Traffic.of("udp", 64, 1200)));
    }

    private static void addTasks(List<Row> rows) {
        final Traffic inside = Traffic.of(Traffic.INSIDE, 0, 0);
        rows.add(new Row("tasks-flood", "tasks from another thread, as fast as it goes", "task", "tasks-flood",
                inside));
        rows.add(new Row("tasks-ping-pong", "tasks from another thread, the next when the last one ran", "task",
                "tasks-ping-pong", inside));
        rows.add(new Row("tasks-wake", "tasks from another thread, each when the loop has gone to sleep", "task",
                "tasks-wake", inside));
    }

    private static String size(int bytes) {
        return bytes < KIB ? bytes + " B" : bytes / KIB + " KiB";
    }

    private static String several(int connections) {
        return connections == 1 ? "1 connection" : connections + " connections";
    }
}
