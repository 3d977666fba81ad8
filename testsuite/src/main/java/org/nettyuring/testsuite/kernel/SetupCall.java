// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/** One {@code io_uring_setup(2)}. Used under the kernel's lock. */
final class SetupCall {
    private static final int PARAMS_SIZE = 120;
    private static final int CQ_ENTRIES = 4;
    private static final int FLAGS = 8;
    private static final int FEATURES = 20;
    private static final int WQ_FD = 24;
    private static final int SQ_OFF = 40;
    private static final int CQ_OFF = 80;
    private static final int MAX_ENTRIES = 32768;

    private final FakeKernel kernel;

    SetupCall(FakeKernel kernel) {
        this.kernel = kernel;
    }

    int run(int entries, long paramsAddress) {
        kernel.validator().checkLive(paramsAddress, PARAMS_SIZE, "io_uring_params", null);
        ByteBuffer params = kernel.memory().view(paramsAddress, PARAMS_SIZE);
        int flags = params.getInt(FLAGS);
        if (!kernel.persona().acceptsSetup(flags) || !reservedAreZero(params) || entries < 1) {
            return -Errno.EINVAL;
        }
        boolean clamps = (flags & IoUringConstants.IORING_SETUP_CLAMP) != 0;
        if (entries > MAX_ENTRIES && !clamps) {
            return -Errno.EINVAL;
        }
        int sqEntries = roundUp(Math.min(entries, MAX_ENTRIES));
        int cqEntries = 2 * sqEntries;
        if ((flags & IoUringConstants.IORING_SETUP_CQSIZE) != 0) {
            int wanted = params.getInt(CQ_ENTRIES);
            if (wanted < 1 || wanted > 2 * MAX_ENTRIES && !clamps) {
                return -Errno.EINVAL;
            }
            cqEntries = roundUp(Math.min(wanted, 2 * MAX_ENTRIES));
            if (cqEntries < sqEntries) {
                return -Errno.EINVAL;
            }
        }
        boolean hasArray = (flags & IoUringConstants.IORING_SETUP_NO_SQARRAY) == 0;
        RingQueues queues = new RingQueues(kernel, sqEntries, cqEntries, hasArray, kernel.plan().initialIndex());
        fill(params, queues, hasArray);
        return kernel.rings().add(new FakeRing(kernel, flags, queues));
    }

    private static boolean reservedAreZero(ByteBuffer params) {
        for (int i = WQ_FD; i < PARAMS_SIZE; i++) {
            if (params.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int roundUp(int entries) {
        return entries == 1 ? 1 : Integer.highestOneBit(entries - 1) << 1;
    }

    private void fill(ByteBuffer params, RingQueues queues, boolean hasArray) {
        params.putInt(0, queues.sqEntries());
        params.putInt(CQ_ENTRIES, queues.cqEntries());
        params.putInt(FEATURES, kernel.persona().features());
        int[] sq = {RingQueues.SQ_HEAD, RingQueues.SQ_TAIL, RingQueues.SQ_MASK, RingQueues.SQ_ENTRIES,
            RingQueues.SQ_FLAGS, RingQueues.SQ_DROPPED, hasArray ? queues.arrayOffset() : 0};
        int[] cq = {RingQueues.CQ_HEAD, RingQueues.CQ_TAIL, RingQueues.CQ_MASK, RingQueues.CQ_ENTRIES,
            RingQueues.CQ_OVERFLOW, RingQueues.CQES, RingQueues.CQ_FLAGS};
        for (int i = 0; i < sq.length; i++) {
            params.putInt(SQ_OFF + Integer.BYTES * i, sq[i]);
            params.putInt(CQ_OFF + Integer.BYTES * i, cq[i]);
        }
    }
}
