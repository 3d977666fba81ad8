// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_ASYNC_CANCEL} of one operation by its {@code user_data}: one hash bucket in the kernel, where a
 * cancel by descriptor walks every armed poll. Its own result is not interesting: the target's terminal completion
 * tells what happened ({@code -ECANCELED}, or a result when the cancel lost the race). Pooled by the loop.
 */
public final class CancelOp extends Op {
    private final Pool pool;
    private CancelOp nextFree;
    private long target;
    /** Waits in the backlog before this cancel, so its {@code user_data} is known only when the cancel's turn comes. */
    private Op waitingTarget;
    private Object owner;

    private CancelOp(Pool pool) {
        this.pool = pool;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        if (waitingTarget != null) {
            target = waitingTarget.userData(); // 0, which is nobody, if it ended meanwhile
        }
        sqe.prepCancel64(target, 0);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        owner = null;
        waitingTarget = null;
        nextFree = pool.free;
        pool.free = this;
    }

    @Override
    protected boolean isInternal() {
        return true;
    }

    @Override
    public String name() {
        return "ASYNC_CANCEL of 0x" + Long.toHexString(target);
    }

    @Override
    public Object owner() {
        return owner;
    }

    /** The loop's free cancels. Loop thread only. */
    public static final class Pool {
        private CancelOp free;

        /**
         * Takes a cancel for an operation that the kernel holds, or will when the cancel's turn comes.
         *
         * @param target pending
         * @return to be submitted once; it comes back by itself
         */
        public CancelOp take(Op target) {
            CancelOp op = free;
            if (op == null) {
                op = new CancelOp(this);
            } else {
                free = op.nextFree;
                op.nextFree = null;
            }
            op.target = target.userData();
            op.waitingTarget = op.target == 0 ? target : null;
            op.owner = target.owner();
            return op;
        }
    }
}
