// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.nio.ByteBuffer;

/**
 * One received message in the loop's receive memory, lent by a {@link ProvidedBufferPool}. Its capacity is the message;
 * a handler that writes beyond it makes it move to memory of {@link #alloc()}, as other buffers do when they grow.
 *
 * <p>Releasing it, on any thread, gives the memory back. The object is used again for a later message, but not before
 * its release reached the loop. The pool forgets it while it is lent, so that one that is lost is seen by Netty's leak
 * detector.
 */
public final class ProvidedByteBuf extends DirectMemoryByteBuf {
    /** Tracks lent buffers. */
    static final ResourceLeakDetector<ProvidedByteBuf> LEAKS =
            ResourceLeakDetectorFactory.instance().newResourceLeakDetector(ProvidedByteBuf.class);

    /** Next in the stack or list that it is in. Managed by whoever has that. */
    ProvidedByteBuf next;

    private final ProvidedBufferPool pool;
    private int bid;
    private int pieceBytes;
    private ByteBufAllocator alloc;
    /** Holds the bytes since they outgrew the piece; owned. */
    private ByteBuf outgrown;
    private ResourceLeakTracker<ProvidedByteBuf> leak;

    ProvidedByteBuf(ProvidedBufferPool pool) {
        this.pool = pool;
    }

    /**
     * Begins a tenancy with one reference and everything readable. Loop thread; nobody else has this object.
     *
     * @param slab the memory
     * @param offset first byte in it
     * @param newBid the buffer the piece is from
     * @param lengthBytes size of the piece
     * @param allocator the channel's
     * @return this
     */
    ProvidedByteBuf lease(Slab slab, int offset, int newBid, int lengthBytes, ByteBufAllocator allocator) {
        next = null;
        bid = newBid;
        pieceBytes = lengthBytes;
        alloc = allocator;
        window(slab.memory(), offset, lengthBytes, slab.address() + offset);
        resetRefCnt();
        setIndex(0, 0);
        markReaderIndex();
        markWriterIndex();
        setIndex(0, lengthBytes);
        leak = LEAKS.track(this);
        return this;
    }

    /** {@return the buffer the piece is from, -1 once it was given back} */
    int bid() {
        return bid;
    }

    /** {@return bytes of the piece} */
    int pieceBytes() {
        return pieceBytes;
    }

    /** The piece was given back. Loop thread. */
    void pieceReturned() {
        bid = -1;
        pieceBytes = 0;
    }

    @Override
    public ByteBufAllocator alloc() {
        return alloc;
    }

    @Override
    public ByteBuf capacity(int newCapacity) {
        checkNewCapacity(newCapacity);
        int room = outgrown == null ? pieceBytes : outgrown.capacity();
        if (newCapacity > room) {
            outgrow(newCapacity);
        } else {
            trimIndicesToCapacity(newCapacity);
            resizeWindow(newCapacity);
        }
        return this;
    }

    private void outgrow(int newCapacity) {
        ByteBuf larger = alloc.directBuffer(newCapacity, newCapacity);
        larger.setBytes(0, this, 0, capacity());
        ByteBuffer memory = larger.nioBuffer(0, newCapacity);
        window(memory, 0, newCapacity, larger.hasMemoryAddress() ? larger.memoryAddress() : 0);
        if (outgrown == null) {
            pool.outgrown(this);
        } else {
            outgrown.release();
        }
        outgrown = larger;
    }

    @Override
    public ByteBuf touch() {
        if (leak != null && LEAKS.isRecordEnabled()) {
            leak.record();
        }
        return this;
    }

    @Override
    public ByteBuf touch(Object hint) {
        if (leak != null && LEAKS.isRecordEnabled()) {
            leak.record(hint);
        }
        return this;
    }

    @Override
    protected void deallocate() {
        if (leak != null) {
            leak.close(this);
            leak = null;
        }
        if (outgrown != null) {
            outgrown.release();
            outgrown = null;
        }
        pool.released(this);
    }
}
