// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * What was submitted by one call: chains that go to the kernel together. Loop thread only, but for its construction.
 */
final class Submission {
    private final OperationLane lane;
    private final Caller caller;
    private final List<Chain> chains;
    private boolean admitted;

    private Submission(OperationLane lane, Caller caller, List<Chain> chains) {
        this.lane = lane;
        this.caller = caller;
        this.chains = chains;
        for (Chain chain : chains) {
            chain.submission = this;
        }
    }

    /**
     * Makes one.
     *
     * @param promises one for each operation, in order
     * @param pipeline whether the operations are steps of one chain
     */
    static Submission of(OperationLane lane, Caller caller, List<RingPromise> promises, boolean pipeline) {
        if (pipeline || promises.size() == 1) {
            return new Submission(lane, caller, List.of(new Chain(lane, promises)));
        }
        List<Chain> chains = new ArrayList<>(promises.size());
        for (RingPromise promise : promises) {
            chains.add(new Chain(lane, List.of(promise)));
        }
        return new Submission(lane, caller, chains);
    }

    /**
     * Takes a batch apart that is larger than can be in the kernel, or in the submission queue, at a time.
     *
     * @param mostOperations of a part
     * @param mostEntries of a part
     * @return the parts, in order
     */
    List<Submission> split(int mostOperations, int mostEntries) {
        List<Submission> parts = new ArrayList<>();
        List<Chain> part = new ArrayList<>();
        int entries = 0;
        for (Chain chain : chains) {
            if (!part.isEmpty()
                    && (part.size() == mostOperations || entries + chain.entryCount() > mostEntries)) {
                parts.add(new Submission(lane, caller, part));
                part = new ArrayList<>();
                entries = 0;
            }
            part.add(chain);
            entries += chain.entryCount();
        }
        parts.add(new Submission(lane, caller, part));
        return parts;
    }

    Caller caller() {
        return caller;
    }

    List<Chain> chains() {
        return chains;
    }

    /** {@return how many operations are not over} */
    int operations() {
        int count = 0;
        for (Chain chain : chains) {
            count += chain.isDone() ? 0 : chain.length();
        }
        return count;
    }

    /** {@return entries of the submission queue that it takes} */
    int entryCount() {
        int count = 0;
        for (Chain chain : chains) {
            count += chain.entryCount();
        }
        return count;
    }

    /** There is room for all that is not over, which is something. */
    void start() {
        admitted = true;
        List<EntryOp> entries = new ArrayList<>(chains.size());
        for (Chain chain : chains) {
            if (!chain.isDone()) {
                chain.addEntries(entries);
            }
        }
        EntryGroup.submit(lane.driver(), entries);
    }

    /** What is left of a chain goes on. */
    void resume(Chain chain) {
        List<EntryOp> entries = new ArrayList<>(chain.length());
        chain.addEntries(entries);
        EntryGroup.submit(lane.driver(), entries);
    }

    /** A chain is over. */
    void ended(Chain chain) {
        lane.ended(caller, chain, admitted);
    }

    /** Nothing of it goes to the kernel. */
    void refuse(Throwable cause) {
        for (Chain chain : chains) {
            if (!chain.isDone()) {
                chain.end(cause);
            }
        }
    }
}
