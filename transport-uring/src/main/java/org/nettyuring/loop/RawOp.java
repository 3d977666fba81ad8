// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.op.Op;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/**
 * Carries one {@link IoUringIoOps} through the ring and its completions to the handle. One whose preparation throws
 * goes as a {@code NOP}: nothing that was written by halves reaches the kernel, and the handle hears of it in its turn.
 */
final class RawOp extends Op {
    /** Neighbours in the registration's list. */
    RawOp previous;
    RawOp next;

    private final IoUringIoRegistration registration;
    private final IoUringIoOps ops;
    private final long id;
    /** Why it is a NOP; null for most. */
    private Throwable cause;

    RawOp(IoUringIoRegistration registration, IoUringIoOps ops, long id) {
        this.registration = registration;
        this.ops = ops;
        this.id = id;
    }

    long id() {
        return id;
    }

    /** The registration ended before the operation began. */
    void refuse() {
        deliver(-Errno.ECANCELED, 0);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        cause = null;
        sqe.prepNop(); // else what the preparation leaves out is that of the entry that stood here before
        try {
            ops.preparation().prepare(sqe);
            if ((sqe.flags() & IoUringConstants.IOSQE_CQE_SKIP_SUCCESS) != 0) {
                throw new IllegalArgumentException(name() + " of " + owner() + ": the entry has CQE_SKIP_SUCCESS "
                        + "(expected: not, for the completion is what ends the operation)");
            }
        } catch (Throwable t) {
            cause = t;
            sqe.prepNop();
        }
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        try {
            registration.handle.handle(registration,
                    new IoUringIoEvent(id, ops.data(), cause == null ? res : -Errno.EINVAL, flags, cause));
        } finally {
            if ((flags & IoUringConstants.IORING_CQE_F_MORE) == 0) {
                registration.endRaw(this);
            }
        }
    }

    @Override
    public String name() {
        return ops.name();
    }

    @Override
    public Object owner() {
        return registration.handle;
    }
}
