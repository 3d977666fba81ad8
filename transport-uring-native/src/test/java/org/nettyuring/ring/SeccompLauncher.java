// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;

/** Forbids io_uring to its process as a container's seccomp profile does, then runs the {@link Doctor}. */
public final class SeccompLauncher {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int SECCOMP_RET_ERRNO_EPERM = 0x0005_0001;
    private static final int SECCOMP_RET_ALLOW = 0x7FFF_0000;
    private static final int IO_URING_SETUP = 425;
    private static final int IO_URING_REGISTER = 427;
    private static final int BPF_LD_W_ABS = 0x20;
    private static final int BPF_JMP_JGE_K = 0x35;
    private static final int BPF_JMP_JGT_K = 0x25;
    private static final int BPF_RET_K = 0x06;
    private static final int INSTRUCTION_BYTES = 8;

    private SeccompLauncher() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) {
        NativeLibrary libc = NativeLibrary.getInstance("c");
        check(libc.getFunction("prctl").invokeInt(new Object[] {PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L}));
        long[] program = {
            instruction(BPF_LD_W_ABS, 0, 0, 0), // seccomp_data.nr
            instruction(BPF_JMP_JGE_K, 0, 2, IO_URING_SETUP),
            instruction(BPF_JMP_JGT_K, 1, 0, IO_URING_REGISTER),
            instruction(BPF_RET_K, 0, 0, SECCOMP_RET_ERRNO_EPERM),
            instruction(BPF_RET_K, 0, 0, SECCOMP_RET_ALLOW),
        };
        Memory filter = new Memory((long) program.length * INSTRUCTION_BYTES);
        filter.write(0, program, 0, program.length);
        Memory fprog = new Memory(16);
        fprog.clear();
        fprog.setShort(0, (short) program.length);
        fprog.setPointer(8, filter);
        check(libc.getFunction("syscall").invokeInt(new Object[] {
            seccompNumber(), (long) SECCOMP_SET_MODE_FILTER, (long) SECCOMP_FILTER_FLAG_TSYNC, fprog
        }));
        Doctor.main(args);
    }

    /** {@return a {@code struct sock_filter}} */
    private static long instruction(int code, int jumpTrue, int jumpFalse, int k) {
        return code | (long) jumpTrue << 16 | (long) jumpFalse << 24 | (long) k << 32;
    }

    private static long seccompNumber() {
        return System.getProperty("os.arch").equals("amd64") ? 317 : 277;
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException("no seccomp filter: " + result);
        }
    }
}
