// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_CLAMP;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_COOP_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_CQSIZE;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_DEFER_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_NO_SQARRAY;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_R_DISABLED;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_SINGLE_ISSUER;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_SUBMIT_ALL;
import static org.nettyuring.abi.IoUringConstants.IORING_SETUP_TASKRUN_FLAG;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.nettyuring.abi.Errno;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * One {@code io_uring_setup(2)}, for a report.
 *
 * @param sqEntries submission queue entries asked for
 * @param cqEntries completion queue entries asked for
 * @param flags {@code IORING_SETUP_*}
 * @param errno positive, or 0 if the kernel made the ring
 */
record SetupAttempt(int sqEntries, int cqEntries, int flags, int errno) {
    private static final int SMALL_SQ = 8;
    private static final int SMALL_CQ = 16;
    private static final int PAGE_BYTES = 4096;

    private static final Map<Integer, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(IORING_SETUP_CQSIZE, "CQSIZE");
        NAMES.put(IORING_SETUP_CLAMP, "CLAMP");
        NAMES.put(IORING_SETUP_R_DISABLED, "R_DISABLED");
        NAMES.put(IORING_SETUP_SUBMIT_ALL, "SUBMIT_ALL");
        NAMES.put(IORING_SETUP_COOP_TASKRUN, "COOP_TASKRUN");
        NAMES.put(IORING_SETUP_TASKRUN_FLAG, "TASKRUN_FLAG");
        NAMES.put(IORING_SETUP_SINGLE_ISSUER, "SINGLE_ISSUER");
        NAMES.put(IORING_SETUP_DEFER_TASKRUN, "DEFER_TASKRUN");
        NAMES.put(IORING_SETUP_NO_SQARRAY, "NO_SQARRAY");
    }

    /** Small rings with growing sets of flags: where the first refusal is, is what the kernel lacks. */
    private static final List<Integer> FLAG_SETS = List.of(
            0,
            RingSetup.BASE_FLAGS,
            RingSetup.BASE_FLAGS | IORING_SETUP_SUBMIT_ALL,
            RingSetup.BASE_FLAGS | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
            RingSetup.BASE_FLAGS | IORING_SETUP_SINGLE_ISSUER,
            RingSetup.BASE_FLAGS | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
            RingSetup.BASE_FLAGS | IORING_SETUP_NO_SQARRAY);

    /**
     * Makes and closes a ring of each kind.
     *
     * @throws ErrnoException if there is not even memory to ask with
     */
    static List<SetupAttempt> tryAll(Syscalls syscalls) throws ErrnoException {
        List<SetupAttempt> attempts = new ArrayList<>();
        for (int flags : FLAG_SETS) {
            attempts.add(tryOne(syscalls, SMALL_SQ, SMALL_CQ, flags));
        }
        return attempts;
    }

    /**
     * Makes and closes one ring.
     *
     * @throws ErrnoException if there is not even memory to ask with
     */
    static SetupAttempt tryOne(Syscalls syscalls, int sqEntries, int cqEntries, int flags) throws ErrnoException {
        try (NativeRegion params = syscalls.allocate(PAGE_BYTES, "io_uring_params")) {
            int fd = RingSetup.tryOpen(syscalls, sqEntries, cqEntries, flags, params);
            if (fd >= 0) {
                syscalls.close(fd);
            }
            return new SetupAttempt(sqEntries, cqEntries, flags, Math.max(0, -fd));
        }
    }

    boolean succeeded() {
        return errno == 0;
    }

    /** {@return {@code "ok"} or the errno's name} */
    String result() {
        return succeeded() ? "ok" : Errno.name(errno);
    }

    String flagNames() {
        StringJoiner names = new StringJoiner(" ");
        names.setEmptyValue("(no flags)");
        NAMES.forEach((flag, name) -> {
            if ((flags & flag) != 0) {
                names.add(name);
            }
        });
        return names.toString();
    }
}
