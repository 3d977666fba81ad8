// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.nio.ByteBuffer;
import org.nettyuring.memory.NativeRegion;

/**
 * Memory for what the kernel reads while it consumes an SQE and not later ({@code IORING_FEAT_SUBMIT_STABLE}): iovecs,
 * msghdrs, socket addresses, timespecs. Given out in order, taken back as a whole once the kernel consumed every SQE.
 * Loop thread only.
 */
public final class SubmitArena implements AutoCloseable {
    private static final int ALIGNMENT = 16;

    private final NativeRegion region;
    private final ByteBuffer buffer;
    private int used;

    /**
     * Takes ownership of a region.
     *
     * @param ownedRegion the arena's memory
     */
    public SubmitArena(NativeRegion ownedRegion) {
        region = ownedRegion;
        buffer = ownedRegion.buffer();
    }

    /**
     * Takes some bytes until the next {@link #reset()}.
     *
     * @param bytes how many, at most the arena's size
     * @return the offset in {@link #buffer()}, 16-byte aligned, or -1 if the arena is full until the next enter
     */
    public int take(int bytes) {
        int offset = used;
        if (bytes > buffer.capacity() - offset) {
            return -1;
        }
        used = offset + bytes + ALIGNMENT - 1 & -ALIGNMENT;
        return offset;
    }

    /** {@return the arena's memory; absolute accessors only} */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * {@return the native address of an offset}
     *
     * @param offset from {@link #take(int)}
     */
    public long address(int offset) {
        return region.address() + offset;
    }

    /** {@return the arena's size in bytes} */
    public int capacity() {
        return buffer.capacity();
    }

    /** Takes everything back. The kernel has consumed every SQE that points here. */
    public void reset() {
        used = 0;
    }

    @Override
    public void close() {
        region.close();
    }
}
