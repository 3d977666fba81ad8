// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who is in the kernel, and since when. Immutable.
 *
 * @param entries one per operation
 */
public record InFlightReport(List<Entry> entries) {
    private static final int MOST_SHOWN = 20;

    /**
     * One operation in the kernel.
     *
     * @param operation the opcode's name
     * @param owner whose it is
     * @param userData its {@code user_data}
     * @param ageNs nanoseconds since it was submitted, by the loop's clock: never too low. Too high by at most one turn
     *     of the loop, with its handlers and tasks, if it was submitted after the loop's first report; if before that,
     *     by the time since the loop had read its clock, which it does before each sleep: by that sleep, and what the
     *     loop did afterwards. A loop that nobody asks reads no clock for it
     * @param bytes that it is about; -1 if it does not know
     */
    public record Entry(String operation, String owner, long userData, long ageNs, long bytes) {
        @Override
        public String toString() {
            return operation + " of " + owner + (bytes < 0 ? ", " : ", " + bytes + " bytes, ")
                    + TimeUnit.NANOSECONDS.toMillis(ageNs) + " ms, user_data 0x"
                    + Long.toHexString(userData);
        }
    }

    /** Copies the entries. */
    public InFlightReport {
        entries = List.copyOf(entries);
    }

    /** {@return whether the kernel holds nothing} */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(entries.size()).append(" in the kernel");
        for (int i = 0; i < Math.min(MOST_SHOWN, entries.size()); i++) {
            text.append(i == 0 ? ": " : "; ").append(entries.get(i));
        }
        return entries.size() > MOST_SHOWN ? text.append("; …").toString() : text.toString();
    }

    /** Collects entries; one thread. */
    public static final class Builder {
        private final long nowNs;
        private final List<Entry> entries = new ArrayList<>();

        /**
         * Begins a report.
         *
         * @param nowNs the loop's clock now
         */
        public Builder(long nowNs) {
            this.nowNs = nowNs;
        }

        /**
         * Adds one operation.
         *
         * @param operation the opcode's name
         * @param owner whose it is
         * @param userData its {@code user_data}
         * @param sinceNs the loop's clock when it was submitted
         * @param bytes that it is about; -1 if it does not know
         */
        public void add(String operation, String owner, long userData, long sinceNs, long bytes) {
            entries.add(new Entry(operation, owner, userData, nowNs - sinceNs, bytes));
        }

        /** {@return the report} */
        public InFlightReport build() {
            return new InFlightReport(entries);
        }
    }
}
