// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** {@code TIMEOUT} on {@code CLOCK_MONOTONIC}, relative or absolute, without a completion count. */
final class TimeoutRequest extends Request {
    private static final int PLAYED_FLAGS =
            IoUringConstants.IORING_TIMEOUT_ABS | IoUringConstants.IORING_TIMEOUT_ETIME_SUCCESS;

    private KernelClock.Event event;
    private long dueNs;
    private boolean fired;

    TimeoutRequest(FakeRing ring, SubmittedSqe sqe) {
        super(ring, sqe, null);
        if ((sqe.opFlags() & ~PLAYED_FLAGS) != 0 || sqe.off() != 0 || sqe.len() != 1) {
            throw kernel.failure("not played: timeout_flags 0x" + Integer.toHexString(sqe.opFlags()) + ", count "
                    + sqe.off() + ", len " + sqe.len() + ": " + sqe);
        }
        dueNs = readDueNs(sqe.addr(), sqe);
    }

    @Override
    void attempt() {
        if (fired) {
            end(-Errno.ETIME, 0);
        } else if (event == null) {
            arm();
        }
    }

    @Override
    boolean mayBeDelayed() {
        return false;
    }

    @Override
    boolean isCancellable() {
        return !fired;
    }

    void update(SubmittedSqe update) {
        kernel.clock().cancel(event);
        dueNs = readDueNs(update.off(), update);
        arm();
    }

    @Override
    void onEnd() {
        if (event != null) {
            kernel.clock().cancel(event);
        }
    }

    private long readDueNs(long timespec, SubmittedSqe reader) {
        kernel.validator().checkLive(timespec, 16, "timespec", reader);
        long ns = kernel.memory().getTimespecNs(timespec);
        boolean absolute = (reader.opFlags() & IoUringConstants.IORING_TIMEOUT_ABS) != 0;
        return absolute ? ns : kernel.clock().nowNs() + ns;
    }

    private void arm() {
        event = kernel.clock().schedule(dueNs, () -> {
            fired = true;
            wake();
        });
    }

    @Override
    public String toString() {
        return super.toString() + ", due in " + (dueNs - kernel.clock().nowNs()) + " ns";
    }
}
