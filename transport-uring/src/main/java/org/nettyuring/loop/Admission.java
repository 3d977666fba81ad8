// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets operations through to the ring, no more of them at a time than a loop, and each caller, may have under way. Each
 * caller's go in order; callers that wait for the loop's room take turns. Loop thread only.
 */
final class Admission {
    private final int limit;
    private final OperationOverflow overflow;
    private final int ringEntries;
    /** Callers whose next submission is within their own limit. */
    private final Deque<Caller> line = new ArrayDeque<>();
    private int inFlight;

    /**
     * Makes one.
     *
     * @param limit operations of all callers under way at a time
     * @param overflow of callers that do not say
     * @param ringEntries entries of the submission queue
     */
    Admission(int limit, OperationOverflow overflow, int ringEntries) {
        this.limit = limit;
        this.overflow = overflow;
        this.ringEntries = ringEntries;
    }

    /** Lets it through, now or later, or refuses it. */
    void submit(Submission submission) {
        Caller caller = submission.caller();
        int most = Math.min(limit, caller.limit());
        if (submission.operations() <= most && submission.entryCount() <= ringEntries) {
            admitOrWait(submission);
        } else if (submission.chains().size() == 1) {
            submission.refuse(new IllegalArgumentException(tooLong(submission, most)));
        } else if (isRefusing(caller)) {
            submission.refuse(overLimit(caller));
        } else {
            submission.split(most, ringEntries).forEach(this::submit);
        }
    }

    private String tooLong(Submission submission, int most) {
        return submission.chains().get(0).step(0).operation
                + (submission.operations() == 1 ? "" : " and those behind it") + ": "
                + submission.operations() + " linked operations, " + submission.entryCount()
                + " entries with their time limits (expected: at most " + most + " operations, as limited, and "
                + ringEntries + " entries, the submission queue): raise ringSize, or submit them in parts";
    }

    private void admitOrWait(Submission submission) {
        Caller caller = submission.caller();
        if (caller.waiting.isEmpty() && line.isEmpty() && fits(submission)) {
            start(submission);
        } else if (isRefusing(caller)) {
            submission.refuse(overLimit(caller));
        } else {
            caller.waiting.add(submission);
            standInLine(caller);
        }
    }

    private RejectedExecutionException overLimit(Caller caller) {
        return new RejectedExecutionException("operations in flight: " + caller.inFlight + " of this caller (limit "
                + caller.limit() + "), " + inFlight + " of the loop (limit " + limit
                + "): raise the limit, or let them queue (OperationOverflow.QUEUE)");
    }

    private boolean isRefusing(Caller caller) {
        return (caller.overflow() == null ? overflow : caller.overflow()) == OperationOverflow.REFUSE;
    }

    private boolean fits(Submission submission) {
        int more = submission.operations();
        return submission.caller().inFlight + more <= submission.caller().limit() && inFlight + more <= limit;
    }

    private void start(Submission submission) {
        int more = submission.operations();
        submission.caller().inFlight += more;
        inFlight += more;
        submission.start();
    }

    private void standInLine(Caller caller) {
        Submission next = nextOf(caller);
        if (next != null && !caller.inLine && caller.inFlight + next.operations() <= caller.limit()) {
            caller.inLine = true;
            line.add(caller);
        }
    }

    /** What was cancelled while it waited is over. */
    private static Submission nextOf(Caller caller) {
        Submission next = caller.waiting.peek();
        while (next != null && next.operations() == 0) {
            caller.waiting.remove();
            next = caller.waiting.peek();
        }
        return next;
    }

    /**
     * Operations are over.
     *
     * @param caller whose they were
     * @param operations how many, which had been let through
     */
    void ended(Caller caller, int operations) {
        caller.inFlight -= operations;
        inFlight -= operations;
        letThrough(caller);
    }

    /** Lets through what there is room for, after something was over or was cancelled. */
    void letThrough(Caller changed) {
        standInLine(changed);
        for (Caller first = line.peek(); first != null; first = line.peek()) {
            Submission next = nextOf(first);
            boolean within = next != null && first.inFlight + next.operations() <= first.limit();
            if (within && !fits(next)) {
                return; // nobody overtakes
            }
            line.remove();
            first.inLine = false;
            if (within) {
                first.waiting.remove();
                start(next);
                standInLine(first);
            }
        }
    }
}
