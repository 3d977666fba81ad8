// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.List;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** {@code ASYNC_CANCEL} and {@code REGISTER_SYNC_CANCEL}: finds requests and asks them to end. */
final class Cancellation {
    private static final int PLAYED_FLAGS = IoUringConstants.IORING_ASYNC_CANCEL_ALL
            | IoUringConstants.IORING_ASYNC_CANCEL_FD | IoUringConstants.IORING_ASYNC_CANCEL_ANY
            | IoUringConstants.IORING_ASYNC_CANCEL_USERDATA | IoUringConstants.IORING_ASYNC_CANCEL_OP;

    private final FakeRing ring;
    private final long userData;
    private final int fd;
    private final int flags;
    private final int opcode;

    Cancellation(FakeRing ring, long userData, int fd, int flags, int opcode) {
        this.ring = ring;
        this.userData = userData;
        this.fd = fd;
        this.flags = flags;
        this.opcode = opcode;
    }

    /** 0 or, with {@code ALL}, how many were found; {@code -ENOENT}, {@code -EALREADY}. */
    int run() {
        FakeKernel kernel = ring.kernel;
        if ((flags & ~PLAYED_FLAGS) != 0) {
            throw kernel.failure("not played: cancel_flags 0x" + Integer.toHexString(flags));
        }
        boolean all = has(IoUringConstants.IORING_ASYNC_CANCEL_ALL) || has(IoUringConstants.IORING_ASYNC_CANCEL_ANY);
        FakeFile file = null;
        if (has(IoUringConstants.IORING_ASYNC_CANCEL_FD)) {
            file = kernel.descriptors().get(fd);
            if (file == null) {
                return -Errno.EBADF;
            }
        }
        int found = 0;
        for (Request request : List.copyOf(ring.inFlight())) {
            if (request.isCancellable() && !request.isCancelled() && matches(request, file)) {
                int res = cancel(request);
                if (!all) {
                    return res;
                }
                found++;
            }
        }
        return all ? found : -Errno.ENOENT;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private boolean matches(Request request, FakeFile file) {
        if (has(IoUringConstants.IORING_ASYNC_CANCEL_ANY)) {
            return true;
        }
        boolean byOther = has(IoUringConstants.IORING_ASYNC_CANCEL_FD) || has(IoUringConstants.IORING_ASYNC_CANCEL_OP);
        if ((!byOther || has(IoUringConstants.IORING_ASYNC_CANCEL_USERDATA)) && request.sqe.userData() != userData) {
            return false;
        }
        return (file == null || request.file == file)
                && (!has(IoUringConstants.IORING_ASYNC_CANCEL_OP) || request.sqe.opcode() == opcode);
    }

    private int cancel(Request request) {
        FaultPlan plan = ring.kernel.plan();
        if (request.escapesCancel()) {
            return -Errno.ENOENT;
        }
        if (request.isMultishot() && request.couldComplete() && plan.fires(Fault.CANCEL_MISSES)) {
            request.wake();
            return -Errno.ENOENT;
        }
        if (!request.couldComplete() || !plan.fires(Fault.CANCEL_LOSES)) {
            request.cancel(false);
            return 0;
        }
        if (request.isMultishot() || plan.coin()) {
            request.cancel(true);
            return 0;
        }
        if (plan.coin()) {
            request.cancel(true); // a worker has it, and is told: it ends after this try
            return -Errno.EALREADY;
        }
        request.wake();
        return -Errno.ENOENT;
    }
}
