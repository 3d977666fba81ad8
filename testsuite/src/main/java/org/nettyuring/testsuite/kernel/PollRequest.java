// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.IoUringConstants;

/**
 * {@code POLL_ADD}: the first completion tells the level, the later ones of a multishot tell edges. Linux also tells,
 * unasked, {@code POLLRDHUP}, which epoll does not ({@code IO_POLL_UNMASK}, seen on 6.18).
 */
final class PollRequest extends Request {
    private static final int UNASKED = Poll.POLLERR | Poll.POLLHUP | Poll.POLLRDHUP;

    private final boolean multishot;

    PollRequest(FakeRing ring, SubmittedSqe sqe, FakeFile file) {
        super(ring, sqe, file);
        if ((sqe.len() & ~IoUringConstants.IORING_POLL_ADD_MULTI) != 0) {
            throw kernel.failure("not played: poll flags 0x" + Integer.toHexString(sqe.len()) + ": " + sqe);
        }
        multishot = sqe.len() != 0;
    }

    @Override
    int interest() {
        return sqe.opFlags() | UNASKED;
    }

    @Override
    boolean isMultishot() {
        return multishot;
    }

    @Override
    void attempt() {
        int events = file.readiness() & interest();
        if (events != 0 && (!multishot || !postMore(events, 0))) {
            end(events, 0);
        }
    }
}
