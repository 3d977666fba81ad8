// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.abi.Errno;
import org.nettyuring.ring.Sqe;

/**
 * One io_uring operation: a reusable small state machine that its owner submits again and again, at most once at a
 * time. It is <em>pending</em> from {@link Submitter#submit} to its terminal completion: first perhaps waiting in the
 * backlog, then holding a slot of the {@link OpTable} as long as the kernel holds the operation. Loop thread only.
 */
public abstract class Op {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(Op.class);
    /** The kernel's own {@code EINTR} and its kind. */
    private static final int ERESTARTSYS = 512;
    private static final int ERESTART_RESTARTBLOCK = 516;

    /** {@code user_data} while the kernel holds the operation, else 0. Managed by {@link OpTable}. */
    long userData;
    /** Next in the loop's backlog. Managed by {@link OpBacklog}. */
    Op nextInBacklog;
    /** Waiting in the backlog for room in the submission queue. */
    boolean backlogged;
    /** Cancelled while in the backlog: completes with {@code -ECANCELED} without entering the kernel. */
    boolean cancelledInBacklog;

    /** {@link IoPriority#code()}; while it is pending, of its submission. */
    private byte priority;

    /** {@return how urgent its completions are} */
    public final IoPriority priority() {
        return IoPriority.of(priority);
    }

    /**
     * Says how urgent its completions are.
     *
     * @param code {@link IoPriority#code()}; the operation is not pending
     */
    public final void priority(byte code) {
        priority = code;
    }

    /**
     * Whether a result says that the operation was interrupted: {@code -EINTR} or what Linux keeps to itself elsewhere,
     * but lets out of a worker that is cancelled, of an {@code OPENAT2} or a {@code SPLICE} (seen on 6.18).
     *
     * @param res {@code cqe->res}
     * @return whether nothing else has happened
     */
    protected static boolean isInterruption(int res) {
        return res == -Errno.EINTR || res <= -ERESTARTSYS && res >= -ERESTART_RESTARTBLOCK;
    }

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
     * @return false, with the SQE in any state, if the arena has no room: the operation is asked again after the next
     *     enter
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

    /**
     * Takes what {@link #onCompletion} threw: user code below it failed. The owner ends itself; the loop goes on.
     *
     * @param cause what was thrown
     */
    protected void onException(Throwable cause) {
        LOGGER.warn("{} of {}: completion handler threw", name(), owner(), cause);
    }

    /** {@return whether this is the loop's own work (timer, bell, cancel), not a handle's I/O} */
    protected boolean isInternal() {
        return false;
    }

    /** {@return whether it is in a state in which no cancel finds it} */
    protected boolean isBeyondCancel() {
        return false;
    }

    /** {@return {@link #isInternal()}; called by the loop} */
    public final boolean isInternalOperation() {
        return isInternal();
    }

    /**
     * Called by the loop: {@link #prepare}.
     *
     * @param sqe to be prepared
     * @param arena memory that lives until the kernel consumed the SQE
     * @return false if the arena has no room
     */
    public final boolean prepareInto(Sqe sqe, SubmitArena arena) {
        return prepare(sqe, arena);
    }

    /**
     * Called by the loop: delivers one completion, keeping what user code throws away from the loop.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}
     * @return 1 if it was a handle's I/O, 0 if it was the loop's own
     */
    public final int deliver(int res, int flags) {
        try {
            onCompletion(res, flags);
        } catch (Throwable cause) {
            failSafely(cause);
        }
        return isInternal() ? 0 : 1;
    }

    private void failSafely(Throwable cause) {
        try {
            onException(cause);
        } catch (Throwable second) {
            LOGGER.warn("{} of {}: exception handler threw", name(), owner(), second);
        }
    }

    /** {@return bytes that it is about, for reports; -1 if it does not know} */
    public long bytes() {
        return -1;
    }

    /** {@return the opcode's name for reports, e.g. {@code "RECV multishot"}} */
    public abstract String name();

    /** {@return whom the operation belongs to, for reports, e.g. a channel} */
    public abstract Object owner();
}
