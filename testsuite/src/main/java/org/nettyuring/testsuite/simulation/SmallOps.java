// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** Operations without a socket: they fill queues and tables. */
final class SmallOps {
    private SmallOps() {}

    /** {@code NOP} that returns a number of its own. */
    static final class Nop extends SimulatedOp {
        private final int result;

        Nop(RingClient client) {
            super(client);
            result = client.random.nextInt(1 << 20);
        }

        @Override
        protected boolean prepare(Sqe sqe, SubmitArena arena) {
            sqe.prepRw(IoUringConstants.IORING_OP_NOP, -1, 0, result, 0, IoUringConstants.IORING_NOP_INJECT_RESULT);
            return true;
        }

        @Override
        void onResult(int res, int flags, boolean more) {
            if (res != result && res != -Errno.ECANCELED) {
                throw new AssertionError("NOP returned " + res + " (expected: " + result + ")");
            }
        }

        @Override
        public String name() {
            return "NOP";
        }
    }

    /** {@code TIMEOUT} that must not come early. */
    static final class Timer extends SimulatedOp {
        private static final int TIMESPEC_SIZE = 16;
        private static final long NANOS_PER_SECOND = 1_000_000_000L;

        private final long deadlineNs;

        Timer(RingClient client, long delayNs) {
            super(client);
            deadlineNs = client.kernel.nanoTime() + delayNs;
        }

        @Override
        protected boolean prepare(Sqe sqe, SubmitArena arena) {
            int offset = arena.take(TIMESPEC_SIZE);
            if (offset < 0) {
                return false;
            }
            arena.buffer().putLong(offset, deadlineNs / NANOS_PER_SECOND);
            arena.buffer().putLong(offset + Long.BYTES, deadlineNs % NANOS_PER_SECOND);
            sqe.prepTimeout(arena.address(offset), 0, IoUringConstants.IORING_TIMEOUT_ABS);
            return true;
        }

        @Override
        void onResult(int res, int flags, boolean more) {
            boolean early = client.kernel.nanoTime() - deadlineNs < 0;
            if (res == -Errno.ETIME ? early : res != -Errno.ECANCELED) {
                throw new AssertionError("TIMEOUT returned " + res + (early ? " early" : ""));
            }
        }

        @Override
        public String name() {
            return "TIMEOUT";
        }
    }
}
