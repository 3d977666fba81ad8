// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.op.Op;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** Carries one {@link IoUringIoOps} through the ring and its completions to the handle. */
final class RawOp extends Op {
    /** Neighbours in the registration's list. */
    RawOp previous;
    RawOp next;

    private final IoUringIoRegistration registration;
    private final IoUringIoOps ops;
    private final long id;

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
        ops.preparation().prepare(sqe);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        try {
            registration.handle.handle(registration, new IoUringIoEvent(id, ops.data(), res, flags));
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
