// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** {@code ACCEPT}, once or multishot. */
final class AcceptRequest extends Request {
    private final FakeSocket listener;
    private final boolean multishot;

    AcceptRequest(FakeRing ring, SubmittedSqe sqe, FakeSocket listener) {
        super(ring, sqe, listener);
        this.listener = listener;
        multishot = sqe.hasPrio(IoUringConstants.IORING_ACCEPT_MULTISHOT);
        if (sqe.addr() != 0) {
            kernel.validator().checkLive(sqe.off(), Integer.BYTES, "addrlen", sqe);
            pin(sqe.off(), Integer.BYTES, "addrlen");
            pin(sqe.addr(), kernel.memory().getInt(sqe.off()), "sockaddr");
        }
    }

    @Override
    int interest() {
        return Poll.POLLIN;
    }

    @Override
    boolean isMultishot() {
        return multishot;
    }

    @Override
    void attempt() {
        if (!listener.isListening() || listener.inputShut()) {
            end(-Errno.EINVAL, 0);
            return;
        }
        while (listener.hasPendingConnection()) {
            if (kernel.descriptors().isFull() || kernel.plan().fires(Fault.ACCEPT_EMFILE)) {
                end(-Errno.EMFILE, 0);
                return;
            }
            FakeSocket accepted = listener.pollAccept();
            int fd = kernel.descriptors().add(accepted);
            if (sqe.addr() != 0) {
                kernel.validator().checkPinned(this);
                kernel.sockets().writeName(accepted.remoteName, sqe.addr(), sqe.off());
            }
            if (!multishot || !postMore(fd, 0)) {
                end(fd, 0);
                return;
            }
        }
    }
}
