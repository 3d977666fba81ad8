// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.sys.Syscalls;

/** Reads and writes the process's memory by address, as a kernel does. */
final class KernelMemory {
    private final Syscalls host;

    KernelMemory(Syscalls host) {
        this.host = host;
    }

    ByteBuffer view(long address, int lengthBytes) {
        return host.view(address, lengthBytes).order(ByteOrder.nativeOrder());
    }

    byte[] read(long address, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        if (lengthBytes > 0) {
            view(address, lengthBytes).get(bytes);
        }
        return bytes;
    }

    void write(long address, byte[] bytes, int offset, int lengthBytes) {
        if (lengthBytes > 0) {
            view(address, lengthBytes).put(bytes, offset, lengthBytes);
        }
    }

    int getInt(long address) {
        return view(address, Integer.BYTES).getInt(0);
    }

    void putInt(long address, int value) {
        view(address, Integer.BYTES).putInt(0, value);
    }

    long getLong(long address) {
        return view(address, Long.BYTES).getLong(0);
    }

    void putLong(long address, long value) {
        view(address, Long.BYTES).putLong(0, value);
    }

    /** A {@code struct __kernel_timespec} in nanoseconds. */
    long getTimespecNs(long address) {
        ByteBuffer timespec = view(address, 16);
        return timespec.getLong(0) * 1_000_000_000L + timespec.getLong(8);
    }
}
