// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.util.function.Consumer;
import org.nettyuring.abi.Errno;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_ASYNC_CANCEL} of one operation by its {@code user_data}: one hash bucket in the kernel, where a
 * cancel by descriptor walks every armed poll. The target's terminal completion tells what happened
 * ({@code -ECANCELED}, or a result when the cancel lost the race).
 *
 * <p>Its own result matters in one case. Between two tries, when it found its socket ready while it was being armed,
 * an operation is in no table of the kernel: the cancel ends with {@code -ENOENT}, and the operation waits again. So a
 * cancel that found nothing is repeated while its target is in flight, {@value #MAX_TRIES} times at most. A send
 * without room to a peer that has ended its output tries once in each enter, 128 times ({@code APOLL_MAX_RETRY}),
 * until a kernel thread has it, where a cancel finds it. What is on its way through a disk is never found, nor a
 * zero-copy send that waits for its notification, for which nothing is repeated. Pooled by the loop.
 */
public final class CancelOp extends Op {
    private static final int MAX_TRIES = 200;

    private final Pool pool;
    private final Again again = new Again();
    private CancelOp nextFree;
    private Op target;
    /** 0 while the target waits in the backlog before this cancel: known only when the cancel's turn comes. */
    private long targetUserData;
    private Object owner;
    private int tries;

    private CancelOp(Pool pool) {
        this.pool = pool;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        if (targetUserData == 0) {
            targetUserData = target.userData(); // still 0, which is nobody, if it ended meanwhile
        }
        sqe.prepCancel64(targetUserData, 0);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        if (res == -Errno.ENOENT && tries < MAX_TRIES && isWorthAnotherTry()) {
            pool.submitter.afterDispatch(again); // its completion may be in this very batch
        } else {
            free();
        }
    }

    private boolean isWorthAnotherTry() {
        return targetUserData != 0 && target.userData() == targetUserData && !target.isBeyondCancel();
    }

    private void free() {
        owner = null;
        target = null;
        nextFree = pool.free;
        pool.free = this;
    }

    @Override
    protected boolean isInternal() {
        return true;
    }

    @Override
    public String name() {
        return "ASYNC_CANCEL of 0x" + Long.toHexString(targetUserData);
    }

    @Override
    public Object owner() {
        return owner;
    }

    private final class Again extends Submitter.AfterDispatch {
        @Override
        public void afterDispatch() {
            if (isWorthAnotherTry()) {
                tries++;
                pool.submit.accept(CancelOp.this);
            } else {
                free();
            }
        }
    }

    /** The loop's free cancels. Loop thread only. */
    public static final class Pool {
        private final Submitter submitter;
        private final Consumer<CancelOp> submit;
        private CancelOp free;

        /**
         * Makes an empty pool.
         *
         * @param submitter the loop
         * @param submit takes a cancel that has to be submitted again
         */
        public Pool(Submitter submitter, Consumer<CancelOp> submit) {
            this.submitter = submitter;
            this.submit = submit;
        }

        /**
         * Takes a cancel for an operation that the kernel holds, or will when the cancel's turn comes.
         *
         * @param target pending
         * @return to be submitted; it comes back by itself
         */
        public CancelOp take(Op target) {
            CancelOp op = free;
            if (op == null) {
                op = new CancelOp(this);
            } else {
                free = op.nextFree;
                op.nextFree = null;
            }
            op.target = target;
            op.targetUserData = target.userData();
            op.owner = target.owner();
            op.tries = 1;
            return op;
        }
    }
}
