// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.LinuxConstants;

/** A {@code struct open_how}. */
record OpenArguments(long flags, long mode, long resolve) {
    static final int SIZE = 24;
    private static final int O_DIRECT = System.getProperty("os.arch").equals("aarch64") ? 0x10000 : 0x4000;

    static OpenArguments read(KernelMemory memory, long address) {
        return new OpenArguments(memory.getLong(address), memory.getLong(address + 8), memory.getLong(address + 16));
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean reads() {
        return !has(LinuxConstants.O_WRONLY);
    }

    boolean writes() {
        return has(LinuxConstants.O_WRONLY) || has(LinuxConstants.O_RDWR);
    }

    boolean appends() {
        return has(LinuxConstants.O_APPEND);
    }

    boolean creates() {
        return has(LinuxConstants.O_CREAT);
    }

    boolean createsNew() {
        return has(LinuxConstants.O_EXCL);
    }

    boolean isDirect() {
        return has(O_DIRECT);
    }

    boolean truncates() {
        return has(LinuxConstants.O_TRUNC);
    }
}
