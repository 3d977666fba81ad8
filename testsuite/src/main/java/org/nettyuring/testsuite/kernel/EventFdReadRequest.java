// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;

/** {@code READ} of an eventfd: eight bytes as soon as the counter is not zero. */
final class EventFdReadRequest extends Request {
    private final FakeEventFd eventFd;

    EventFdReadRequest(FakeRing ring, SubmittedSqe sqe, FakeEventFd eventFd) {
        super(ring, sqe, eventFd);
        this.eventFd = eventFd;
        kernel.validator().checkLive(sqe.addr(), sqe.len(), "buffer", sqe);
        pin(sqe.addr(), sqe.len(), "buffer");
    }

    @Override
    int interest() {
        return Poll.POLLIN;
    }

    @Override
    void attempt() {
        if (sqe.len() < Long.BYTES) {
            end(-Errno.EINVAL, 0);
        } else if ((eventFd.readiness() & Poll.POLLIN) != 0) {
            kernel.memory().putLong(sqe.addr(), eventFd.take());
            end(Long.BYTES, 0);
        }
    }
}
