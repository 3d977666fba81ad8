// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import java.util.BitSet;
import org.nettyuring.abi.Errno;
import org.nettyuring.ring.BufferTable;
import org.nettyuring.ring.Ring;
import org.nettyuring.sys.ErrnoException;

/**
 * The registered buffers of one loop: which places of its ring's table are taken. The memory is the caller's. Loop
 * thread only.
 */
public final class RegisteredSlots implements AutoCloseable {
    /** Buffers that a loop can have registered at a time. */
    public static final int MAX = 1024;

    private final BufferTable table;
    private final BitSet taken = new BitSet(MAX);
    private boolean closed;

    /**
     * Registers an empty table.
     *
     * @param ring with {@link org.nettyuring.ring.Feature#REGISTER_BUFFERS_SPARSE}
     * @throws ErrnoException if the kernel refuses
     */
    public RegisteredSlots(Ring ring) throws ErrnoException {
        table = BufferTable.registerSparse(ring, MAX);
    }

    /**
     * Registers memory; the kernel pins it, which counts against {@code RLIMIT_MEMLOCK}.
     *
     * @param address page aligned
     * @param lengthBytes at most 1 GiB
     * @return its index, for {@code sqe->buf_index}
     * @throws ErrnoException if the kernel refuses, or {@code ENOBUFS} with all places taken
     */
    public int add(long address, long lengthBytes) throws ErrnoException {
        int slot = taken.nextClearBit(0);
        if (closed || slot == MAX) {
            throw new ErrnoException("io_uring_register", "buffer of " + lengthBytes + " bytes", Errno.ENOBUFS,
                    closed ? "the loop has ended" : "a loop has room for " + MAX + ": release some");
        }
        table.set(slot, address, lengthBytes);
        taken.set(slot);
        return slot;
    }

    /**
     * Unregisters memory; operations in flight keep it pinned.
     *
     * @param slot from {@link #add}
     * @throws ErrnoException if the kernel refuses
     */
    public void remove(int slot) throws ErrnoException {
        if (!closed) {
            table.clear(slot);
            taken.clear(slot);
        }
    }

    /** Unregisters all. Idempotent. */
    @Override
    public void close() {
        closed = true;
        table.close();
    }
}
