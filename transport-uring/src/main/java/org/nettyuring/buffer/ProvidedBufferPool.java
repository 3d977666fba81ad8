// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.BufferRing;

/**
 * The receive memory of one loop: a slab in fixed pieces that are lent to the kernel through a
 * {@link org.nettyuring.ring.BufferRing}, and from there, message by message, to the pipeline as {@link ByteBuf}s that
 * come back from any thread when they are released. Loop thread only, unless a method says otherwise.
 */
public final class ProvidedBufferPool implements AutoCloseable {
    /** Buffer objects kept for later messages; a burst above it leaves the rest to the garbage collector. */
    private static final int MAX_SPARE = 4096;

    private final BufferSupply supply;
    private final BufferGeometry geometry;
    private final Slab slab;
    private final BufferLedger ledger;
    private final CopyPolicy copyPolicy;
    private final StarvedReceives starved;
    private final LoopCounters counters;
    private final Runnable wake;

    // Loop thread.
    private ProvidedByteBuf spare;
    private int spareCount;
    private long lentCount;
    private long lentBytes;
    private boolean closed;

    // Any thread.
    private final ReturnStack returns = new ReturnStack();
    /** The thread whose releases need no stack; null if none. Written by the loop. */
    private volatile Thread loopThread;

    /**
     * Takes ownership of an empty registered buffer ring and of the memory for it, and gives the kernel its first
     * buffers. Any thread.
     *
     * @param ownedRing as many entries as {@code geometry} has buffers, and as incremental
     * @param ownedSlab at least {@link BufferGeometry#slabBytes()}
     * @param geometry how the slab is cut
     * @param counters the loop's
     * @param wake makes the loop take another turn; called from any thread, also after {@link #close()}
     */
    public ProvidedBufferPool(BufferRing ownedRing, NativeRegion ownedSlab, BufferGeometry geometry,
            LoopCounters counters, Runnable wake) {
        this(BufferSupply.of(ownedRing), ownedSlab, geometry, CopyPolicy.of(geometry), counters, wake);
        if (ownedRing.entries() < geometry.count() || ownedRing.incremental() != geometry.incremental()) {
            throw new IllegalArgumentException("buffer ring of " + ownedRing.entries() + " entries for " + geometry);
        }
    }

    ProvidedBufferPool(BufferSupply supply, NativeRegion ownedSlab, BufferGeometry geometry, CopyPolicy copyPolicy,
            LoopCounters counters, Runnable wake) {
        if (ownedSlab.length() < geometry.slabBytes()) {
            throw new IllegalArgumentException(ownedSlab + " is too small for " + geometry);
        }
        this.supply = supply;
        this.geometry = geometry;
        this.copyPolicy = copyPolicy;
        this.counters = counters;
        this.wake = wake;
        slab = new Slab(ownedSlab);
        ledger = new BufferLedger(supply, geometry, slab.address());
        starved = new StarvedReceives(ledger, wake);
    }

    /**
     * Makes the calling thread the loop thread, whose releases take the short way. Until it is called, and again from
     * another thread, the pool works, but every release goes through the stack of other threads.
     */
    public void attach() {
        loopThread = Thread.currentThread();
    }

    /** {@return the buffer group for {@code sqe->buf_group}} */
    public int bgid() {
        return supply.bgid();
    }

    /** {@return how the slab is cut} */
    public BufferGeometry geometry() {
        return geometry;
    }

    /**
     * Turns what a receive reported into a buffer for the pipeline. Accounts for {@code IORING_CQE_F_BUF_MORE}, so it
     * must see every completion that carries {@code IORING_CQE_F_BUFFER}, in order, exactly once.
     *
     * @param alloc the channel's allocator: for a copy, and as the buffer's {@link ByteBuf#alloc()}
     * @param res bytes received, as in {@code cqe->res}, greater than 0
     * @param flags {@code cqe->flags}, with {@code IORING_CQE_F_BUFFER}
     * @return a readable buffer of {@code res} bytes, owned by the caller; releasing it, on any thread, gives the
     *     memory back. A copy from {@code alloc} when too much of the slab is lent
     * @throws IllegalStateException if the completion contradicts earlier ones, or has no buffer; it took nothing
     */
    public ByteBuf lend(ByteBufAllocator alloc, int res, int flags) {
        return lend(alloc, res, flags, 0, res);
    }

    /**
     * As {@link #lend(ByteBufAllocator, int, int)}, of a part of what was received: a message that begins with a header
     * which nobody wants to keep.
     *
     * @param alloc the channel's allocator
     * @param res bytes received
     * @param flags {@code cqe->flags}
     * @param start first byte to lend, from the first that was received
     * @param length bytes to lend, perhaps none
     * @return a readable buffer of {@code length} bytes
     */
    public ByteBuf lend(ByteBufAllocator alloc, int res, int flags, int start, int length) {
        if ((flags & IoUringConstants.IORING_CQE_F_BUFFER) == 0 || closed) {
            throw new IllegalStateException(
                    "completion of " + res + " bytes " + (closed ? "after close" : "without a buffer"));
        }
        int bid = flags >>> IoUringConstants.IORING_CQE_BUFFER_SHIFT;
        boolean more = (flags & IoUringConstants.IORING_CQE_F_BUF_MORE) != 0;
        int offset = ledger.take(bid, res, more) + start;
        if (length == 0 || copyPolicy.shouldCopy(length, ledger.pinnedCount(), lentBytes)) {
            return copyOut(alloc, offset, bid, length);
        }
        lentCount++;
        lentBytes += length;
        counters.buffersLent++;
        return takeSpare().lease(slab, offset, bid, length, alloc);
    }

    private ByteBuf copyOut(ByteBufAllocator alloc, int offset, int bid, int length) {
        try {
            ByteBuf copy = alloc.ioBuffer(length);
            copy.writeBytes(slab.memory().slice(offset, length));
            counters.copiedOut += length == 0 ? 0 : 1;
            return copy;
        } finally {
            ledger.giveBack(bid);
        }
    }

    /** {@return all receive memory in native byte order, to look at headers in; absolute accessors only} */
    public ByteBuffer memory() {
        return slab.nativeMemory();
    }

    /**
     * {@return where in {@link #memory()} a completion's bytes are, until they are lent or discarded} Only without
     * incremental consumption, where a buffer begins with them.
     *
     * @param flags {@code cqe->flags}, with {@code IORING_CQE_F_BUFFER}
     */
    public int offsetOf(int flags) {
        assert !geometry.incremental() : "not at the beginning of a buffer: " + geometry;
        return (flags >>> IoUringConstants.IORING_CQE_BUFFER_SHIFT) * geometry.sizeBytes();
    }

    private ProvidedByteBuf takeSpare() {
        ProvidedByteBuf buf = spare;
        if (buf == null) {
            return new ProvidedByteBuf(this);
        }
        spare = buf.next;
        spareCount--;
        return buf;
    }

    /**
     * Takes back what a receive reported when nobody wants it; the counterpart of {@link #lend} for closed owners.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}; without {@code IORING_CQE_F_BUFFER} nothing happens
     */
    public void discard(int res, int flags) {
        if ((flags & IoUringConstants.IORING_CQE_F_BUFFER) == 0 || closed) {
            return;
        }
        int bid = flags >>> IoUringConstants.IORING_CQE_BUFFER_SHIFT;
        if (res > 0) {
            ledger.take(bid, res, (flags & IoUringConstants.IORING_CQE_F_BUF_MORE) != 0);
            ledger.giveBack(bid);
        } else if (!geometry.incremental()) {
            ledger.takeEmpty(bid);
        }
        // else: nothing was consumed and the kernel keeps the buffer, even where it forgets to say F_BUF_MORE, as older
        // kernels do at the end of a stream (liburing, test/read-inc-buf-more.c).
    }

    /**
     * Asks to be called when receives that ended with {@code -ENOBUFS} have a fair chance again: at least half of the
     * buffers are back with the kernel. Called at once if that is so already; never from within another call of it.
     *
     * @param waiter the caller's own, reused; not added twice
     */
    public void whenReplenished(Waiter waiter) {
        if (closed) {
            return;
        }
        starved.add(waiter); // volatile, then the look at the stack: pairs with push, then the look at starved
        takeBack(returns.takeAll());
        starved.callIfReplenished();
    }

    /**
     * Withdraws {@link #whenReplenished}: the owner closed, or moves to another loop.
     *
     * @param waiter may or may not be waiting
     */
    public void forget(Waiter waiter) {
        starved.remove(waiter);
    }

    /** Somebody who was refused a buffer. */
    public abstract static class Waiter {
        /** Next waiter. Managed by the queue. */
        Waiter next;
        /** The queue that it is in, or null. Managed by the queue. */
        WaiterQueue queue;

        /** Buffers are there again. Loop thread. */
        public abstract void replenished();
    }

    /**
     * Returns to the kernel what other threads released since the last call, and calls those who waited for it. The
     * loop calls it once per turn, before it waits.
     */
    public void recycle() {
        if (closed) {
            return;
        }
        starved.beginTurn();
        takeBack(returns.takeAll());
        starved.callIfReplenished();
    }

    private void takeBack(ProvidedByteBuf released) {
        ProvidedByteBuf buf = released;
        while (buf != null) {
            ProvidedByteBuf following = buf.next;
            takeBackOne(buf);
            buf = following;
        }
    }

    private void takeBackOne(ProvidedByteBuf buf) {
        if (buf.bid() >= 0) {
            returnPiece(buf);
        }
        if (spareCount < MAX_SPARE) {
            buf.next = spare;
            spare = buf;
            spareCount++;
        }
    }

    private void returnPiece(ProvidedByteBuf buf) {
        lentCount--;
        lentBytes -= buf.pieceBytes();
        counters.buffersLent--;
        ledger.giveBack(buf.bid());
        buf.pieceReturned();
    }

    /** The last reference is gone. Any thread. */
    void released(ProvidedByteBuf buf) {
        if (Thread.currentThread() == loopThread) {
            takeBackOne(buf);
            return;
        }
        ProvidedByteBuf below = returns.push(buf);
        if (below == ReturnStack.CLOSED) {
            if (buf.bid() >= 0) {
                slab.orphanReturned();
            }
        } else if (below == null && starved.areWaiting()) {
            wake.run();
        }
    }

    /** The bytes moved elsewhere, so on the loop thread the piece can go back before the buffer does. Any thread. */
    void outgrown(ProvidedByteBuf buf) {
        if (Thread.currentThread() == loopThread) {
            returnPiece(buf);
        }
    }

    /** {@return bytes lent to the pipeline and not returned} */
    public long lentBytes() {
        return lentBytes;
    }

    /**
     * Unregisters the buffer ring. Lent buffers stay valid: the slab is freed when the last of them is released, which
     * may be after the loop ended. Idempotent.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        loopThread = null;
        starved.clear();
        supply.close();
        long lentAtClose = lentCount;
        for (ProvidedByteBuf buf = returns.close(); buf != null; buf = buf.next) {
            if (buf.bid() >= 0) {
                lentAtClose--;
            }
        }
        spare = null;
        slab.abandon(lentAtClose);
    }
}
