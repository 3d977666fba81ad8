// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** One {@code io_uring_enter(2)}. Used under the kernel's lock. */
final class EnterCall {
    private static final int PLAYED_FLAGS = IoUringConstants.IORING_ENTER_GETEVENTS
            | IoUringConstants.IORING_ENTER_EXT_ARG | IoUringConstants.IORING_ENTER_REGISTERED_RING
            | IoUringConstants.IORING_ENTER_ABS_TIMER | IoUringConstants.IORING_ENTER_NO_IOWAIT;
    private static final int GETEVENTS_ARG_SIZE = 24;
    private static final int GETEVENTS_ARG_MIN_WAIT = 12;
    private static final int GETEVENTS_ARG_TS = 16;
    /** Task work that one enter runs before it looks at its watch; Linux' {@code IO_LOCAL_TW_DEFAULT_MAX}. */
    private static final int TASK_WORK_MAX = 20;

    private final FakeKernel kernel;
    private final FakeRing ring;
    private final int flags;

    EnterCall(FakeRing ring, int flags) {
        this.ring = ring;
        this.flags = flags;
        kernel = ring.kernel;
    }

    int run(int toSubmit, int minComplete, long argAddress, long argSize) {
        if ((flags & ~PLAYED_FLAGS) != 0) {
            throw kernel.failure("not played: enter flags 0x" + Integer.toHexString(flags));
        }
        if (!ring.isEnabled()) {
            return -Errno.EBADFD;
        }
        if (!ring.mayBeUsedHere()) {
            return -Errno.EEXIST;
        }
        kernel.validator().checkRing(ring);
        int refused = refuse();
        if (refused != 0) {
            return refused;
        }
        long deadlineNs = has(IoUringConstants.IORING_ENTER_EXT_ARG) ? deadlineNs(argAddress, argSize) : Long.MAX_VALUE;
        int submitted = submit(toSubmit);
        if (!ring.defersTaskWork()) {
            ring.runTaskWork(Integer.MAX_VALUE);
        }
        if (!has(IoUringConstants.IORING_ENTER_GETEVENTS) || submitted != toSubmit) {
            return submitted;
        }
        int waited = await(Math.min(minComplete, ring.queues.cqEntries()), deadlineNs);
        return submitted > 0 ? submitted : waited;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Returns an error before anything was consumed, or 0. */
    private int refuse() {
        FaultPlan plan = kernel.plan();
        if (plan.fires(Fault.ENTER_EINTR)) {
            return -Errno.EINTR;
        }
        if (plan.fires(Fault.ENTER_EAGAIN)) {
            return -Errno.EAGAIN;
        }
        boolean stuck = ring.isOverflown() && ring.queues.cqIsFull();
        return stuck || plan.fires(Fault.ENTER_EBUSY) ? -Errno.EBUSY : 0;
    }

    private long deadlineNs(long argAddress, long argSize) {
        if (argSize != GETEVENTS_ARG_SIZE) {
            throw kernel.failure("io_uring_getevents_arg of " + argSize + " bytes");
        }
        kernel.validator().checkLive(argAddress, GETEVENTS_ARG_SIZE, "io_uring_getevents_arg", null);
        long timespec = kernel.memory().getLong(argAddress + GETEVENTS_ARG_TS);
        boolean hasSigmask = kernel.memory().getLong(argAddress) != 0;
        if (hasSigmask || kernel.memory().getInt(argAddress + GETEVENTS_ARG_MIN_WAIT) != 0) {
            throw kernel.failure("not played: sigmask or min_wait_usec");
        }
        if (timespec == 0) {
            return Long.MAX_VALUE;
        }
        kernel.validator().checkLive(timespec, 16, "timespec", null);
        long ns = kernel.memory().getTimespecNs(timespec);
        return has(IoUringConstants.IORING_ENTER_ABS_TIMER) ? ns : kernel.clock().nowNs() + ns;
    }

    private int submit(int toSubmit) {
        int count = Math.min(toSubmit, ring.queues.sqPending());
        if (count > 1 && kernel.plan().fires(Fault.SHORT_SUBMIT)) {
            count = 1 + kernel.plan().below(count - 1);
        }
        SqeChain chain = null;
        for (int i = 0; i < count; i++) {
            SubmittedSqe sqe = ring.queues.takeSqe();
            if (sqe == null) {
                throw kernel.failure("sq array index out of range");
            }
            kernel.rings().progressed();
            boolean continues = SqeChain.continues(sqe);
            if (chain == null && !continues) {
                new RequestFactory(ring, sqe).issue();
                continue;
            }
            chain = chain == null ? new SqeChain(ring) : chain;
            chain.add(sqe);
            if (!continues) {
                chain.start();
                chain = null;
            }
        }
        if (chain != null) {
            chain.start(); // as far as it came
        }
        return count;
    }

    private int await(int minComplete, long deadlineNs) {
        boolean slept = false;
        while (true) {
            boolean flushed = ring.flushOverflow();
            ring.runTaskWork(taskWorkMax(slept, minComplete));
            flushed &= ring.flushOverflow();
            if (ring.queues.cqPending() >= minComplete) {
                return 0;
            }
            if (!flushed) {
                return -Errno.EBUSY;
            }
            if (ring.hasTaskWork()) {
                continue;
            }
            if (deadlineNs != Long.MAX_VALUE && kernel.clock().nowNs() - deadlineNs >= 0) {
                return -Errno.ETIME;
            }
            if (kernel.plan().fires(Fault.WAIT_EINTR)) {
                return -Errno.EINTR;
            }
            kernel.sleep(deadlineNs);
            slept = true;
            if (ring.isClosed()) {
                return -Errno.EBADF;
            }
        }
    }

    private int taskWorkMax(boolean slept, int minComplete) {
        if (!ring.defersTaskWork()) {
            return Integer.MAX_VALUE;
        }
        return slept ? Math.max(1, minComplete) : Math.max(TASK_WORK_MAX, minComplete);
    }
}
