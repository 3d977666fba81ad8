// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.ring.Sqe;

/**
 * One io_uring operation: a reusable small state machine that its owner submits again and again, at most once at a time.
 * It is <em>pending</em> from {@link Submitter#submit} to its terminal completion: first perhaps waiting in the backlog,
 * then holding a slot of the {@link OpTable} as long as the kernel holds the operation. Loop thread only.
 */
public abstract class Op {
    /** {@code user_data} while the kernel holds the operation, else 0. Managed by {@link OpTable}. */
    long userData;
    /** Next in the loop's backlog. Managed by {@link OpBacklog}. */
    Op nextInBacklog;
    /** Waiting in the backlog for room in the submission queue. */
    boolean backlogged;
    /** Cancelled while in the backlog: completes with {@code -ECANCELED} without entering the kernel. */
    boolean cancelledInBacklog;

    /** {@return whether the operation was submitted and its terminal completion has not been delivered} */
    public final boolean isPending() {
        return userData != 0 || backlogged;
    }

    /** {@return the {@code user_data} under which the kernel holds the operation, or 0} */
    public final long userData() {
        return userData;
    }

    /**
     * Writes the submission. Called when there is room in the submission queue, which may be later than the submit.
     * {@code user_data} is set by the caller afterwards.
     *
     * @param sqe to be prepared
     * @param arena memory that lives until the kernel consumed the SQE
     * @return false, with the SQE in any state, if the arena has no room: the operation is asked again after the next enter
     */
    protected abstract boolean prepare(Sqe sqe, SubmitArena arena);

    /**
     * Takes one completion. Without {@code IORING_CQE_F_MORE} it is the terminal one: the slot was released before the
     * call, so that the operation may be submitted again from within.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}
     */
    protected abstract void onCompletion(int res, int flags);

    /** {@return the opcode's name for reports, e.g. {@code "RECV multishot"}} */
    public abstract String name();

    /** {@return whom the operation belongs to, for reports, e.g. a channel} */
    public abstract Object owner();
}
