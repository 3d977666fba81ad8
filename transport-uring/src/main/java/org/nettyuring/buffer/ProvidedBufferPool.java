// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.buffer.ByteBuf;

/**
 * The receive memory of one loop: a slab in fixed pieces that are lent to the kernel through a
 * {@link org.nettyuring.ring.BufferRing}, and from there, message by message, to the pipeline as {@link ByteBuf}s that
 * come back from any thread when they are released. Loop thread only, unless a method says otherwise.
 */
public final class ProvidedBufferPool implements AutoCloseable {
    private ProvidedBufferPool() {}

    /** {@return the buffer group for {@code sqe->buf_group}} */
    public int bgid() {
        throw new UnsupportedOperationException();
    }

    /**
     * Turns what a receive reported into a buffer for the pipeline. Accounts for {@code IORING_CQE_F_BUF_MORE}, so it
     * must see every completion that carries {@code IORING_CQE_F_BUFFER}, in order, exactly once.
     *
     * @param res bytes received, as in {@code cqe->res}, greater than 0
     * @param flags {@code cqe->flags}, with {@code IORING_CQE_F_BUFFER}
     * @return a readable buffer of {@code res} bytes, owned by the caller; releasing it, on any thread, gives the memory
     *     back. A copy from Netty's allocator when too much of the slab is lent
     */
    public ByteBuf lend(int res, int flags) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes back what a receive reported when nobody wants it; the counterpart of {@link #lend} for closed owners.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}; without {@code IORING_CQE_F_BUFFER} nothing happens
     */
    public void discard(int res, int flags) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks to be called when receives that ended with {@code -ENOBUFS} have a fair chance again: at least half of the
     * buffers are back with the kernel. Called at once if that is so already.
     *
     * @param waiter the caller's own, reused; not added twice
     */
    public void whenReplenished(Waiter waiter) {
        throw new UnsupportedOperationException();
    }

    /** Somebody who was refused a buffer. */
    public abstract static class Waiter {
        /** Next waiter. Managed by the pool. */
        Waiter next;
        /** In the list. Managed by the pool. */
        boolean queued;

        /** Buffers are there again. Loop thread. */
        public abstract void replenished();
    }

    /**
     * Returns to the kernel what other threads released since the last call. The loop calls it once per turn.
     */
    public void recycle() {
        throw new UnsupportedOperationException();
    }

    /** {@return bytes lent to the pipeline and not returned} */
    public long lentBytes() {
        throw new UnsupportedOperationException();
    }

    /**
     * Unregisters the buffer ring. Lent buffers stay valid: the slab is freed when the last of them is released, which
     * may be after the loop ended. Idempotent.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
