// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** {@code MSG_RING} and {@code REGISTER_SEND_MSG_RING}: posts a completion to another ring. */
final class RingMessage {
    private static final int[] REFUSALS = {Errno.EBADFD, Errno.EOVERFLOW, Errno.ENXIO, Errno.ENOMEM};

    private final FakeKernel kernel;
    private final SubmittedSqe sqe;

    RingMessage(FakeKernel kernel, SubmittedSqe sqe) {
        this.kernel = kernel;
        this.sqe = sqe;
    }

    /** As an operation of a ring: whoever submits it finds out why nothing was posted, and does something else. */
    int sendUnlessRefused() {
        return kernel.plan().fires(Fault.MESSAGE_REFUSED) ? -REFUSALS[kernel.plan().below(REFUSALS.length)] : send();
    }

    /** From a thread without a ring: it can only try again. */
    int sendUnlessShortOfMemory() {
        return kernel.plan().fires(Fault.MESSAGE_REFUSED) ? -Errno.ENOMEM : send();
    }

    private int send() {
        if (sqe.addr() != IoUringConstants.IORING_MSG_DATA
                || (sqe.opFlags() & ~IoUringConstants.IORING_MSG_RING_FLAGS_PASS) != 0) {
            throw kernel.failure("not played: msg_ring command " + sqe.addr() + ": " + sqe);
        }
        FakeFile file = kernel.descriptors().get(sqe.fd());
        if (file == null) {
            return -Errno.EBADF;
        }
        if (!(file instanceof FakeRing target) || !target.isEnabled()) {
            return -Errno.EBADFD;
        }
        boolean passes = (sqe.opFlags() & IoUringConstants.IORING_MSG_RING_FLAGS_PASS) != 0;
        int flags = passes ? sqe.fileIndex() : 0;
        long userData = sqe.off();
        int res = sqe.len();
        // Messages stay in order among themselves, whoever sends them.
        target.addTaskWork(target, () -> target.post(userData, res, flags));
        return 0;
    }
}
