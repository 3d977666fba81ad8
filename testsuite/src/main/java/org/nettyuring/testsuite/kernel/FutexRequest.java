// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** {@code FUTEX_WAIT}, and {@code FUTEX_WAITV} of one futex: 32 bits, of this process, any bit of the mask. */
final class FutexRequest extends Request {
    private static final int WORD_BYTES = 4;
    /** {@code struct futex_waitv}. */
    private static final int WAITV_SIZE = 24;

    private final long address;
    private final int expected;
    private boolean waits;
    private boolean woken;

    FutexRequest(FakeRing ring, SubmittedSqe sqe) {
        super(ring, sqe, null);
        if (sqe.opcode() == IoUringConstants.IORING_OP_FUTEX_WAIT) {
            address = sqe.addr();
            expected = (int) sqe.off();
        } else {
            if (sqe.len() != 1) {
                throw kernel.failure("not played: " + sqe.len() + " futexes: " + sqe);
            }
            kernel.validator().checkLive(sqe.addr(), WAITV_SIZE, "futex_waitv", sqe);
            expected = (int) kernel.memory().getLong(sqe.addr());
            address = kernel.memory().getLong(sqe.addr() + Long.BYTES);
        }
        kernel.validator().checkLive(address, WORD_BYTES, "futex", sqe);
        pin(address, WORD_BYTES, "futex");
    }

    /** Wakes at most so many of those that wait for the word, and tells how many. */
    static int wake(FakeRing ring, long address, long most) {
        int woken = 0;
        for (Request request : ring.inFlight()) {
            if (woken < most && request instanceof FutexRequest futex && futex.address == address && futex.waits
                    && !futex.woken) {
                futex.woken = true;
                futex.wake();
                woken++;
            }
        }
        return woken;
    }

    /** It is looked at while the entry is taken. */
    @Override
    boolean mayBeDelayed() {
        return false;
    }

    @Override
    boolean couldComplete() {
        return woken;
    }

    @Override
    void attempt() {
        if (woken) {
            end(0, 0);
        } else if (!waits) {
            waits = true;
            if (kernel.memory().getInt(address) != expected) {
                end(-Errno.EAGAIN, 0);
            }
        }
    }
}
