// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/** The loop's side of one {@link RingOperations}: what waits, what is under way. Loop thread only. */
final class Caller {
    /** In order of submission. */
    final Queue<Submission> waiting = new ArrayDeque<>();
    /** Not over, whether they wait or are under way. */
    final Set<Chain> chains = new LinkedHashSet<>();
    /** Operations under way. */
    int inFlight;
    /** Stands in line for the loop's room. Managed by {@link Admission}. */
    boolean inLine;

    private final OperationLimits limits;
    private boolean closed;

    Caller(OperationLimits limits) {
        this.limits = limits;
    }

    /** {@return operations that may be under way} */
    int limit() {
        return limits.inFlight();
    }

    /** {@return what becomes of more; null for the loop's way} */
    OperationOverflow overflow() {
        return limits.overflow();
    }

    boolean isClosed() {
        return closed;
    }

    /** Asks all that it submitted to end; it takes nothing more. */
    void close() {
        closed = true;
        for (Chain chain : new ArrayList<>(chains)) {
            chain.cancel();
        }
        waiting.clear(); // nothing in there is left to do
    }
}
