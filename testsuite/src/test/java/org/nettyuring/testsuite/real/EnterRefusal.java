// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;

/**
 * Has Linux refuse a thread's waits in {@code io_uring_enter}, from now on to the thread's end: by a seccomp filter,
 * which needs no privilege, and whatever library makes the call. Enters that do not wait go through, and so do those
 * with {@code IORING_ENTER_EXT_ARG}, so that a loop can end.
 */
final class EnterRefusal {
    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long SECCOMP_MODE_FILTER = 2;
    private static final int SECCOMP_RET_ERRNO = 0x0005_0000;
    private static final int SECCOMP_RET_ALLOW = 0x7FFF_0000;
    private static final int IO_URING_ENTER = 426;
    private static final int EXT_ARG = 1 << 3;
    private static final int NUMBER = 0;
    private static final int MIN_COMPLETE = 16 + 2 * Long.BYTES;
    private static final int FLAGS = 16 + 3 * Long.BYTES;
    private static final int BPF_LD_W_ABS = 0x20;
    private static final int BPF_JMP_JEQ_K = 0x15;
    private static final int BPF_JMP_JSET_K = 0x45;
    private static final int BPF_RET_K = 0x06;

    private EnterRefusal() {}

    /**
     * Begins, on the calling thread.
     *
     * @param errno that waits fail with
     * @return whether Linux let us
     */
    static boolean begin(int errno) {
        long[] program = {
            instruction(BPF_LD_W_ABS, 0, 0, NUMBER),
            instruction(BPF_JMP_JEQ_K, 0, 5, IO_URING_ENTER),
            instruction(BPF_LD_W_ABS, 0, 0, FLAGS),
            instruction(BPF_JMP_JSET_K, 3, 0, EXT_ARG),
            instruction(BPF_LD_W_ABS, 0, 0, MIN_COMPLETE),
            instruction(BPF_JMP_JEQ_K, 1, 0, 0),
            instruction(BPF_RET_K, 0, 0, SECCOMP_RET_ERRNO | errno),
            instruction(BPF_RET_K, 0, 0, SECCOMP_RET_ALLOW),
        };
        try (Memory filter = new Memory((long) program.length * Long.BYTES); Memory fprog = new Memory(16)) {
            filter.write(0, program, 0, program.length);
            fprog.clear();
            fprog.setShort(0, (short) program.length);
            fprog.setPointer(Long.BYTES, filter);
            return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0
                    && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, fprog, 0L, 0L) == 0;
        }
    }

    /** {@return a {@code struct sock_filter}} */
    private static long instruction(int code, int jumpTrue, int jumpFalse, int k) {
        return code | (long) jumpTrue << 16 | (long) jumpFalse << 24 | (long) k << 32;
    }

    private static int prctl(Object... arguments) {
        return NativeLibrary.getInstance("c").getFunction("prctl").invokeInt(arguments);
    }
}
