// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.nettyuring.memory.NativeRegion;

/** The memory behind the buffers, which outlives its pool for as long as pieces of it are lent. */
final class Slab {
    private final NativeRegion region;
    private final ByteBuffer memory;
    private final long address;
    /** Pieces lent when the pool closed, less those returned since; negative while the pool is still counting. */
    private final AtomicLong orphans = new AtomicLong();

    Slab(NativeRegion ownedRegion) {
        region = ownedRegion;
        memory = ownedRegion.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
        address = ownedRegion.address();
    }

    /** {@return the whole slab, big endian; shared by all threads, so absolute accessors only} */
    ByteBuffer memory() {
        return memory;
    }

    /** {@return the whole slab, in native byte order, for the loop thread; absolute accessors only} */
    ByteBuffer nativeMemory() {
        return region.buffer();
    }

    /** {@return the address of its first byte} */
    long address() {
        return address;
    }

    /**
     * The pool is closed: frees the memory as soon as every lent piece is back.
     *
     * @param lent pieces that will come back by {@link #orphanReturned()}; some may have already
     */
    void abandon(long lent) {
        if (orphans.addAndGet(lent) == 0) {
            region.close();
        }
    }

    /** One piece was released after the pool closed. Any thread. */
    void orphanReturned() {
        if (orphans.decrementAndGet() == 0) {
            region.close();
        }
    }
}
