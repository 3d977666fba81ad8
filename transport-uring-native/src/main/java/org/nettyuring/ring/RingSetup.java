// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.Errno.ENOMEM;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_CLAMP;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_COOP_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_CQSIZE;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_DEFER_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_NO_SQARRAY;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_R_DISABLED;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_SINGLE_ISSUER;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_SUBMIT_ALL;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_TASKRUN_FLAG;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Remedies;
import org.nettyuring.sys.Syscalls;

/** {@code io_uring_setup(2)}: which flags, and the call. */
final class RingSetup {
    /** What every ring has; a kernel without these (before 5.10) has no ring for us. */
    static final int BASE_FLAGS = IORING_SETUP_R_DISABLED | IORING_SETUP_CLAMP | IORING_SETUP_CQSIZE;

    /** The memory of a closed ring is given back later, by a kernel worker: how often to ask again. */
    private static final int ENOMEM_RETRIES = 6;
    private static final long ENOMEM_FIRST_DELAY_NS = 1_000_000L;

    private RingSetup() {}

    static int flags(RingCapabilities capabilities) {
        int flags = BASE_FLAGS;
        if (capabilities.has(Feature.SUBMIT_ALL)) {
            flags |= IORING_SETUP_SUBMIT_ALL;
        }
        if (capabilities.has(Feature.NO_SQARRAY)) {
            flags |= IORING_SETUP_NO_SQARRAY;
        }
        if (capabilities.has(Feature.SINGLE_ISSUER)) {
            flags |= IORING_SETUP_SINGLE_ISSUER;
        }
        if (capabilities.has(Feature.TASKRUN_FLAG)) {
            flags |= IORING_SETUP_TASKRUN_FLAG;
        }
        if (capabilities.has(Feature.DEFER_TASKRUN)) {
            flags |= IORING_SETUP_DEFER_TASKRUN;
        } else if (capabilities.has(Feature.COOP_TASKRUN)) {
            flags |= IORING_SETUP_COOP_TASKRUN;
        }
        return flags;
    }

    /**
     * Makes a ring.
     *
     * @param params receives the answer, {@code struct io_uring_params} at its beginning
     * @return the descriptor
     * @throws ErrnoException with the remedy
     */
    static int open(Syscalls syscalls, int sqEntries, int cqEntries, int flags, NativeRegion params)
            throws ErrnoException {
        int fd = tryOpen(syscalls, sqEntries, cqEntries, flags, params);
        if (fd < 0) {
            String object = sqEntries + " entries, " + cqEntries + " cq entries, flags 0x" + Integer.toHexString(flags);
            throw Remedies.exception("io_uring_setup", object, -fd);
        }
        return fd;
    }

    /** {@return the descriptor, or {@code -errno}; as {@link #open}} Blocks for up to 63 ms before {@code -ENOMEM}. */
    static int tryOpen(Syscalls syscalls, int sqEntries, int cqEntries, int flags, NativeRegion params) {
        int result = setup(syscalls, sqEntries, cqEntries, flags, params);
        for (int retry = 0; result == -ENOMEM && retry < ENOMEM_RETRIES; retry++) {
            LockSupport.parkNanos(ENOMEM_FIRST_DELAY_NS << retry);
            result = setup(syscalls, sqEntries, cqEntries, flags, params);
        }
        return result;
    }

    private static int setup(Syscalls syscalls, int sqEntries, int cqEntries, int flags, NativeRegion params) {
        ByteBuffer memory = params.buffer();
        for (int offset = 0; offset < Params.SIZE; offset += Long.BYTES) {
            memory.putLong(offset, 0);
        }
        memory.putInt(Params.CQ_ENTRIES_OFFSET, cqEntries);
        memory.putInt(Params.FLAGS_OFFSET, flags);
        return syscalls.ioUringSetup(sqEntries, params.address());
    }
}
