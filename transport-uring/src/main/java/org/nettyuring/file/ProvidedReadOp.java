// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/**
 * A read into a buffer that the kernel chooses when it has the bytes, out of the loop's. Without such buffers, or when
 * all of them are lent, into one of the allocator.
 */
final class ProvidedReadOp extends FileOp<ByteBuf> {
    /** What one read brings at most where the kernel does not choose. */
    static final int MAX_BYTES = 64 * 1024;

    private final long position;
    private final int maxLength;
    private final DirectAlignment alignment;
    private ProvidedBufferPool pool;
    /** The allocator's; null as long as the kernel chooses. */
    private ByteBuf own;
    private int ownStart;

    ProvidedReadOp(FileHandle handle, DirectAlignment alignment, long position, int maxLength) {
        super(handle, FileCall.READ);
        this.alignment = alignment;
        this.position = position;
        this.maxLength = Math.min(maxLength, MAX_BYTES);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        pool = own == null ? handle.registration().fileBuffers() : null;
        if (pool != null) {
            int length = Math.min(maxLength, pool.geometry().sizeBytes());
            sqe.prepRead(handle.fd(), 0, length, position).bufferSelect(pool.bgid());
            return true;
        }
        if (own == null) {
            allocate();
        }
        long address = BufferAddresses.of(own, ownStart, maxLength, handle.syscalls());
        sqe.prepRead(handle.fd(), address, maxLength, position);
        return true;
    }

    private void allocate() {
        int room = maxLength + alignment.memoryBytes() - 1;
        own = handle.alloc().directBuffer(room, room);
        long address = BufferAddresses.of(own, 0, room, handle.syscalls());
        ownStart = (int) (-address & alignment.memoryBytes() - 1);
    }

    @Override
    void onResult(int res, int flags) {
        boolean chosen = (flags & IoUringConstants.IORING_CQE_F_BUFFER) != 0;
        if (isCancelRequested() || res == 0) {
            discard(res, flags);
            finishEmpty();
        } else if (chosen) {
            succeed(pool.lend(handle.alloc(), res, flags));
        } else {
            succeed(own.retainedSlice(ownStart, res));
        }
    }

    private void finishEmpty() {
        if (isCancelRequested()) {
            abandon();
        } else {
            succeed(Unpooled.EMPTY_BUFFER);
        }
    }

    @Override
    void discard(int res, int flags) {
        if (pool != null) {
            pool.discard(res, flags);
        }
    }

    @Override
    void onError(int errno) {
        if (errno == Errno.ENOBUFS && pool != null) {
            handle.registration().counters().noBuffers++;
            allocate();
            goOn();
        } else {
            super.onError(errno);
        }
    }

    @Override
    void release() {
        if (own != null) {
            own.release();
        }
    }

    @Override
    public String name() {
        return "READ of at most " + maxLength + " bytes";
    }
}
