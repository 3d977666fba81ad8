// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import java.util.List;

/**
 * What the loops of a group have in the kernel, loop by loop. Immutable.
 *
 * @param loops in the order of the loops
 */
public record GroupInFlight(List<Loop> loops) {
    /** Whether a loop could be asked. */
    public enum Answer {
        /** Its report is there. */
        GIVEN,
        /** It runs something else, or sleeps in a handler, and did not come to it in time. */
        BUSY,
        /** It has ended, or not begun, or is suspended: its report is empty. */
        NOT_RUNNING
    }

    /**
     * One loop.
     *
     * @param thread name of its thread; empty if it has not begun
     * @param answer whether it could be asked
     * @param report what it has in the kernel; empty without an answer
     */
    public record Loop(String thread, Answer answer, InFlightReport report) {
        @Override
        public String toString() {
            return (thread.isEmpty() ? "a loop that has not begun" : thread) + ": " + switch (answer) {
                case GIVEN -> report;
                case BUSY -> "busy, did not answer";
                case NOT_RUNNING -> "not running";
            };
        }
    }

    /** Copies the loops. */
    public GroupInFlight {
        loops = List.copyOf(loops);
    }

    /** {@return operations that all loops have in the kernel} */
    public int size() {
        int size = 0;
        for (Loop loop : loops) {
            size += loop.report().entries().size();
        }
        return size;
    }

    /** {@return a line for each loop} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Loop loop : loops) {
            text.append(text.length() == 0 ? "" : System.lineSeparator()).append(loop);
        }
        return text.toString();
    }
}
