// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.fallback;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Loads a seccomp profile and becomes the command, as a container engine does: {@code profile.json command args...}.
 * Only for x86_64.
 */
final class SeccompLauncher {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long SYS_SECCOMP = 317;
    private static final long SECCOMP_SET_MODE_FILTER = 1;
    private static final int SOCK_FPROG_BYTES = 16;

    private SeccompLauncher() {}

    /**
     * Runs.
     *
     * @param args the profile, and a command with its path
     */
    public static void main(String[] args) throws Exception {
        long[] program = SeccompProfile.read(Path.of(args[0])).toFilter();
        NativeLibrary libc = NativeLibrary.getInstance("c");
        try (Memory filter = new Memory((long) program.length * Long.BYTES);
                Memory fprog = new Memory(SOCK_FPROG_BYTES)) {
            filter.write(0, program, 0, program.length);
            fprog.clear();
            fprog.setShort(0, (short) program.length);
            fprog.setPointer(Native.POINTER_SIZE, filter);
            check("prctl", libc.getFunction("prctl").invokeInt(new Object[] {PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L}));
            // Of this thread, which execve leaves alone in the world.
            check("seccomp", libc.getFunction("syscall").invokeInt(
                    new Object[] {SYS_SECCOMP, SECCOMP_SET_MODE_FILTER, 0L, fprog}));
            String[] command = Arrays.copyOfRange(args, 1, args.length);
            check("execv", libc.getFunction("execv").invokeInt(new Object[] {command[0], command}));
        }
    }

    private static void check(String call, int result) {
        if (result != 0) {
            throw new IllegalStateException(call + ": errno " + Native.getLastError());
        }
    }
}
