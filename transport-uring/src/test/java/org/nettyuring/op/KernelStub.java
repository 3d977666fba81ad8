// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;

import java.util.ArrayList;
import java.util.List;

/** Takes submissions as a loop would, with slots, and completes them as the test says. */
final class KernelStub implements Submitter {
    final List<Op> submitted = new ArrayList<>();
    final List<Op> cancelled = new ArrayList<>();
    private final OpTable table = new OpTable(4, 16);

    @Override
    public void submit(Op op) {
        if (!table.acquire(op, 0)) {
            throw new AssertionError("more operations than a test needs");
        }
        submitted.add(op);
    }

    @Override
    public void submitNow() {}

    @Override
    public void cancel(Op op) {
        cancelled.add(op);
    }

    @Override
    public void afterDispatch(AfterDispatch hook) {
        throw new AssertionError("an operation has no hooks");
    }

    /** A completion after which more will come. */
    void completeWithMore(Op op, int res, int flags) {
        op.onCompletion(res, flags | IORING_CQE_F_MORE);
    }

    /** The last completion: the slot is free before the operation is told. */
    void complete(Op op, int res, int flags) {
        table.release(op);
        op.onCompletion(res, flags);
    }

    int inFlight() {
        return table.inFlight();
    }
}
