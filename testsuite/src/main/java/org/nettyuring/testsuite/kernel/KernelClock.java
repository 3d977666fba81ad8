// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.PriorityQueue;

/**
 * The fake kernel's {@code CLOCK_MONOTONIC} and what is due on it. Simulated time stands still until somebody waits;
 * real time is {@link System#nanoTime()}. Used under the kernel's lock.
 */
final class KernelClock {
    /** Simulated time begins here: not at zero, so that an absolute time cannot be mistaken for a duration. */
    private static final long START_NS = 1_000_000_000_000L;

    /** Something that happens at a given time. */
    static final class Event {
        private final long dueNs;
        private final long order;
        private final Runnable action;

        private Event(long dueNs, long order, Runnable action) {
            this.dueNs = dueNs;
            this.order = order;
            this.action = action;
        }
    }

    private final boolean simulated;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.dueNs != b.dueNs ? Long.signum(a.dueNs - b.dueNs) : Long.compare(a.order, b.order));
    private long simulatedNs = START_NS;
    private long nextOrder;

    KernelClock(boolean simulated) {
        this.simulated = simulated;
    }

    boolean isSimulated() {
        return simulated;
    }

    long nowNs() {
        return simulated ? simulatedNs : System.nanoTime();
    }

    Event schedule(long dueNs, Runnable action) {
        Event event = new Event(dueNs, nextOrder++, action);
        events.add(event);
        return event;
    }

    void cancel(Event event) {
        events.remove(event);
    }

    /** When the next event is due; {@code Long.MAX_VALUE} if there is none. */
    long nextDueNs() {
        Event next = events.peek();
        return next == null ? Long.MAX_VALUE : next.dueNs;
    }

    /** Runs what is due; true if anything was. */
    boolean runDue() {
        boolean any = false;
        for (Event next = events.peek(); next != null && next.dueNs - nowNs() <= 0; next = events.peek()) {
            events.remove();
            next.action.run();
            any = true;
        }
        return any;
    }

    void advanceTo(long newNs) {
        if (simulated && newNs - simulatedNs > 0) {
            simulatedNs = newNs;
        }
    }
}
