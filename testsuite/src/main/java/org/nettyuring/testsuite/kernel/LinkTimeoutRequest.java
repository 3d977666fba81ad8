// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;

/** {@code LINK_TIMEOUT}: relative, from when the entry before it began. Its timespec is read while it is submitted. */
final class LinkTimeoutRequest extends Request {
    private final long limitNs;
    private KernelClock.Event event;
    private Request target;
    private int result;

    LinkTimeoutRequest(FakeRing ring, SubmittedSqe sqe) {
        super(ring, sqe, null);
        if (sqe.opFlags() != 0 || sqe.len() != 1) {
            throw kernel.failure("not played: timeout_flags 0x" + Integer.toHexString(sqe.opFlags()) + ": " + sqe);
        }
        kernel.validator().checkLive(sqe.addr(), 16, "timespec", sqe);
        limitNs = kernel.memory().getTimespecNs(sqe.addr());
    }

    /** The entry before it has begun, and waits. */
    void arm(Request newTarget) {
        target = newTarget;
        event = kernel.clock().schedule(kernel.clock().nowNs() + limitNs, this::expire);
    }

    private void expire() {
        event = null;
        if (target.isEnded()) {
            return;
        }
        int found = new Cancellation(ring, target.sqe.userData(), -1, 0, 0).run();
        result = found == 0 ? -Errno.ETIME : found;
        wake();
    }

    /** The entry before it is over. */
    void disarm() {
        if (!isEnded() && result == 0) {
            result = -Errno.ECANCELED;
            wake();
        }
    }

    @Override
    void attempt() {
        end(result, 0);
    }

    @Override
    void onEnd() {
        if (event != null) {
            kernel.clock().cancel(event);
        }
    }

    @Override
    boolean isCancellable() {
        return false;
    }
}
