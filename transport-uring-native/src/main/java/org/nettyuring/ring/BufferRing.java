// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import org.nettyuring.sys.ErrnoException;

/**
 * A ring of provided buffers ({@code IORING_REGISTER_PBUF_RING}, since 5.19): the kernel takes buffers at the head, the
 * loop adds them at the tail. Loop thread only.
 */
public final class BufferRing implements AutoCloseable {
    private BufferRing() {}

    /**
     * Registers an empty buffer ring.
     *
     * @param ring the ring
     * @param bgid buffer group, 0..65535, unique in the ring
     * @param entries slots, a power of two up to 32768
     * @param incremental whether a buffer is consumed piecewise ({@code IOU_PBUF_RING_INC}, since 6.12)
     * @return the buffer ring, owned by the caller
     * @throws ErrnoException if the kernel refuses
     */
    public static BufferRing register(Ring ring, int bgid, int entries, boolean incremental) throws ErrnoException {
        throw new UnsupportedOperationException();
    }

    /** {@return the buffer group, for {@code sqe->buf_group}} */
    public int bgid() {
        throw new UnsupportedOperationException();
    }

    /** {@return slots} */
    public int entries() {
        throw new UnsupportedOperationException();
    }

    /** {@return whether buffers are consumed piecewise} */
    public boolean incremental() {
        throw new UnsupportedOperationException();
    }

    /**
     * Prepares one slot at the tail; the kernel sees it after {@link #publish()}. The slot is always written whole.
     *
     * @param address the buffer, the kernel's until a CQE names its {@code bid}
     * @param lengthBytes its size
     * @param bid buffer id, 0..65535
     */
    public void add(long address, int lengthBytes, int bid) {
        throw new UnsupportedOperationException();
    }

    /** Makes the added slots visible to the kernel (release store of the tail; pairs with the kernel's acquire). */
    public void publish() {
        throw new UnsupportedOperationException();
    }

    /** Unregisters and unmaps. No operation may select from the group any more. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
