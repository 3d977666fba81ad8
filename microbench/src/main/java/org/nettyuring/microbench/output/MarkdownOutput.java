// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nettyuring.microbench.run.Outcome;
import org.nettyuring.microbench.run.PairedRatios;
import org.nettyuring.microbench.run.Report;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.Table;
import org.nettyuring.microbench.run.Window;

/** A run as a Markdown table for documents: CPU per unit with its ratio, a column per transport. */
public final class MarkdownOutput {
    private static final String OURS = "uring";

    private MarkdownOutput() {}

    /** {@return lines, each ended} */
    public static String of(BenchRun run) {
        final Set<String> transports = new LinkedHashSet<>();
        run.rows().forEach(row -> row.outcomes().stream().map(Outcome::transport)
                .filter(name -> !RowResult.isBeside(name)).forEach(transports::add));
        final List<String> head = new ArrayList<>(List.of("row"));
        head.addAll(transports);
        head.addAll(List.of("ours, lowest to highest", "rate", "saturated"));
        final StringBuilder text = new StringBuilder(line(head));
        text.append(line(head.stream().map(name -> "---").toList()));
        run.rows().forEach(row -> text.append(line(cells(row, transports))));
        return text.toString();
    }

    private static List<String> cells(RowResult row, Set<String> transports) {
        final List<String> cells = new ArrayList<>(List.of(row.row() + ", µs/" + row.unit()));
        for (String transport : transports) {
            cells.add(find(row, transport).map(one -> Report.cpuAndRatio(row, one)).orElse("–"));
        }
        final Outcome ours = find(row, OURS).filter(Outcome::ran).orElse(null);
        if (ours == null) {
            cells.addAll(List.of("–", "–", "–"));
            return cells;
        }
        final PairedRatios cpu = row.ratio(ours, Window::cpuMicros);
        cells.add(Table.number(cpu.lowest(), 2) + "–" + Table.number(cpu.highest(), 2));
        cells.add(Table.number(row.ratio(ours, Window::throughput).median(), 2));
        cells.add(ours.saturated());
        return cells;
    }

    private static Optional<Outcome> find(RowResult row, String transport) {
        return row.outcomes().stream().filter(one -> one.transport().equals(transport)).findFirst();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
