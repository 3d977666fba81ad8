// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What happened last, and the first thing that went wrong. */
final class KernelReport {
    private static final int TRACED = 60;

    private record Line(long nowNs, String format, List<Object> arguments) {}

    private final FaultPlan plan;
    private final Deque<Line> trace = new ArrayDeque<>();
    private volatile KernelFailure first;

    KernelReport(FaultPlan plan) {
        this.plan = plan;
    }

    void trace(long nowNs, String format, Object... arguments) {
        if (trace.size() == TRACED) {
            trace.remove();
        }
        trace.add(new Line(nowNs, format, Arrays.asList(arguments)));
    }

    /** Keeps the first failure and returns the new one, to be thrown. */
    KernelFailure failure(String message, List<FakeRing> rings) {
        KernelFailure failure = new KernelFailure(describe(message, rings));
        if (first == null) {
            first = failure;
        }
        return failure;
    }

    String describe(String message, List<FakeRing> rings) {
        StringBuilder text = new StringBuilder(message).append("\n  ").append(plan)
                .append("\n  repeat with: ./dev fuzz ").append(plan.seed());
        for (FakeRing ring : rings) {
            text.append("\n  ").append(ring);
            ring.inFlight().forEach(request -> text.append("\n    in flight: ").append(request));
        }
        text.append("\n  last:");
        for (Line line : trace) {
            text.append("\n    ").append(line.nowNs).append(' ')
                    .append(String.format(line.format, line.arguments.toArray()));
        }
        return text.toString();
    }

    void verify() {
        if (first != null) {
            KernelFailure again = new KernelFailure(first.getMessage());
            again.initCause(first);
            throw again;
        }
    }
}
