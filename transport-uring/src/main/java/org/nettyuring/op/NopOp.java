// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.ring.Sqe;

/** {@code IORING_OP_NOP}: shows that a ring takes submissions and gives completions. */
public final class NopOp extends Op {
    private final Listener listener;

    /** Learns the result. Loop thread. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The operation is over.
         *
         * @param res 0, or {@code -errno}
         */
        void onNop(int res);
    }

    /**
     * Makes an idle operation.
     *
     * @param listener learns the result
     */
    public NopOp(Listener listener) {
        this.listener = listener;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepNop();
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        listener.onNop(res);
    }

    @Override
    public String name() {
        return "NOP";
    }

    @Override
    public Object owner() {
        return listener;
    }
}
