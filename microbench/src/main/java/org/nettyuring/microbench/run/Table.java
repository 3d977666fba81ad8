// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text table: a first column to the left, numbers to the right; a row may end in a remark instead. */
public final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** Begins a table of these columns. */
    public Table(String... head) {
        this.head = List.of(head);
    }

    /** Adds a row: one cell per column, or a name and a remark. */
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** {@return a number with so many decimals and thousands apart; a dash if there is none} */
    public static String number(double value, int decimals) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        line(text, head);
        for (List<String> row : rows) {
            line(text, row);
        }
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        final boolean remark = cells.size() < head.size();
        for (int column = 0; column < cells.size(); column++) {
            final String cell = cells.get(column);
            final String padding = " ".repeat(remark && column > 0 ? 0 : Math.max(0, width(column) - cell.length()));
            text.append(column == 0 ? "  " + cell + padding : "  " + padding + cell);
        }
        text.append('\n');
    }

    private int width(int column) {
        int width = head.get(column).length();
        for (List<String> row : rows) {
            if (row.size() == head.size() || column == 0) {
                width = Math.max(width, row.get(column).length());
            }
        }
        return width;
    }
}
