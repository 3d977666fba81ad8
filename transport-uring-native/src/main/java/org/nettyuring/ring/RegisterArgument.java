// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.nio.ByteBuffer;
import org.nettyuring.abi.RsrcLayouts.FileIndexRange;
import org.nettyuring.abi.RsrcLayouts.RsrcRegister;
import org.nettyuring.abi.RsrcLayouts.RsrcUpdate2;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** A table's own memory for the arguments of its registrations: one structure at a time, and its values. */
final class RegisterArgument implements AutoCloseable {
    private static final int VALUES = 64;

    private final NativeRegion region;
    private final ByteBuffer memory;

    /**
     * Allocates.
     *
     * @param valueBytes room for what a structure points at
     */
    RegisterArgument(Syscalls syscalls, int valueBytes, String purpose) throws ErrnoException {
        region = syscalls.allocate(VALUES + valueBytes, purpose);
        memory = region.buffer();
    }

    /** {@return the room for values, at offset {@link #valuesOffset()}} */
    ByteBuffer memory() {
        return memory;
    }

    int valuesOffset() {
        return VALUES;
    }

    long valuesAddress() {
        return region.address() + VALUES;
    }

    long rsrcRegister(int nr, int flags) {
        clear();
        memory.putInt(RsrcRegister.NR_OFFSET, nr);
        memory.putInt(RsrcRegister.FLAGS_OFFSET, flags);
        return region.address();
    }

    long rsrcUpdate2(int offset, int nr) {
        clear();
        memory.putInt(RsrcUpdate2.OFFSET_OFFSET, offset);
        memory.putLong(RsrcUpdate2.DATA_OFFSET, valuesAddress());
        memory.putInt(RsrcUpdate2.NR_OFFSET, nr);
        return region.address();
    }

    long fileIndexRange(int offset, int length) {
        clear();
        memory.putInt(FileIndexRange.OFF_OFFSET, offset);
        memory.putInt(FileIndexRange.LEN_OFFSET, length);
        return region.address();
    }

    boolean isClosed() {
        return region.isClosed();
    }

    @Override
    public void close() {
        region.close();
    }

    private void clear() {
        for (int offset = 0; offset < VALUES; offset += Long.BYTES) {
            memory.putLong(offset, 0);
        }
    }
}
