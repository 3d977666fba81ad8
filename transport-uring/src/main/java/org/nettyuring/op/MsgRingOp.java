// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_MSG_RING} (since 5.18): posts a completion to another ring. Success says that the completion was
 * posted, not that anybody will look: a message to a ring whose thread died is lost silently, so liveness is the
 * sender's business. Pooled by the loop that sends.
 */
public final class MsgRingOp extends Op {
    private final Pool pool;
    private MsgRingOp nextFree;
    private int targetFd;
    private long targetUserData;
    private Runnable onFailure;

    private MsgRingOp(Pool pool) {
        this.pool = pool;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepMsgRing(targetFd, 0, targetUserData, 0);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        Runnable fallback = onFailure;
        onFailure = null;
        nextFree = pool.free;
        pool.free = this;
        if (res < 0) {
            fallback.run();
        }
    }

    @Override
    protected boolean isInternal() {
        return true;
    }

    @Override
    public String name() {
        return "MSG_RING to fd " + targetFd;
    }

    @Override
    public Object owner() {
        return pool.owner;
    }

    /** The loop's free messages. Loop thread only. */
    public static final class Pool {
        private final Object owner;
        private MsgRingOp free;

        /**
         * Makes an empty pool.
         *
         * @param owner the sending loop, for reports
         */
        public Pool(Object owner) {
            this.owner = owner;
        }

        /**
         * Takes a message.
         *
         * @param targetFd the other ring's descriptor
         * @param targetUserData {@code user_data} of the completion over there
         * @param onFailure called if the kernel could not post it ({@code ENOMEM}, {@code EOVERFLOW}), or it was
         *     cancelled
         * @return to be submitted once; it comes back by itself
         */
        public MsgRingOp take(int targetFd, long targetUserData, Runnable onFailure) {
            MsgRingOp op = free;
            if (op == null) {
                op = new MsgRingOp(this);
            } else {
                free = op.nextFree;
                op.nextFree = null;
            }
            op.targetFd = targetFd;
            op.targetUserData = targetUserData;
            op.onFailure = onFailure;
            return op;
        }
    }
}
