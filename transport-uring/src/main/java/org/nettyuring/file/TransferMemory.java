// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.nettyuring.buffer.BufferAddresses;

/**
 * The caller's buffers during a transfer: kept alive until the kernel has let go, then their indices moved. Those that
 * the kernel cannot reach are copied. Made on the caller's thread, ended on the loop's.
 */
final class TransferMemory {
    private static final int UNREGISTERED = -1;

    private final boolean reads;
    private final ByteBuf[] buffers;
    /** Where each buffer begins. */
    private final int[] starts;
    private final int[] lengths;
    /** Direct memory in place of a buffer's own; null where it serves itself. */
    private final ByteBuf[] copies;
    private final Segments segments = new Segments();
    private RegisteredBuffer registered;

    private TransferMemory(boolean reads, ByteBuf... buffers) {
        this.reads = reads;
        this.buffers = buffers.clone();
        starts = new int[buffers.length];
        lengths = new int[buffers.length];
        copies = new ByteBuf[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            starts[i] = reads ? buffers[i].writerIndex() : buffers[i].readerIndex();
            lengths[i] = reads ? buffers[i].writableBytes() : buffers[i].readableBytes();
        }
    }

    /** To read into writable bytes; the buffers stay the caller's. */
    static TransferMemory toRead(FileHandle handle, ByteBuf... dsts) {
        for (ByteBuf dst : dsts) {
            if (dst.isReadOnly()) {
                throw new IllegalArgumentException("read into a read-only buffer: " + dst);
            }
        }
        TransferMemory memory = new TransferMemory(true, dsts);
        for (ByteBuf dst : dsts) {
            dst.retain();
        }
        memory.addSegments(handle);
        return memory;
    }

    /** To write readable bytes; the buffers are this one's from now on, also if it throws. */
    static TransferMemory toWrite(FileHandle handle, ByteBuf... ownedSrcs) {
        TransferMemory memory = new TransferMemory(false, ownedSrcs);
        memory.addSegments(handle);
        return memory;
    }

    /** A registered buffer, which stays the caller's. */
    static TransferMemory of(RegisteredBuffer buffer, boolean reads) {
        TransferMemory memory = new TransferMemory(reads, buffer.content());
        memory.registered = buffer.retain();
        memory.segments.add(buffer.address() + memory.starts[0], memory.lengths[0]);
        return memory;
    }

    private void addSegments(FileHandle handle) {
        try {
            for (int i = 0; i < buffers.length; i++) {
                addSegment(handle, i);
            }
        } catch (Throwable t) {
            release(0);
            throw t;
        }
    }

    private void addSegment(FileHandle handle, int i) {
        ByteBuf buffer = buffers[i];
        if (lengths[i] == 0) {
            return;
        }
        if (BufferAddresses.mustBeCopied(buffer)) {
            copies[i] = handle.alloc().directBuffer(lengths[i], lengths[i]);
            if (!reads) {
                copies[i].setBytes(0, buffer, starts[i], lengths[i]);
            }
            segments.add(BufferAddresses.of(copies[i], 0, lengths[i], handle.syscalls()), lengths[i]);
        } else if (buffer.nioBufferCount() == 1) {
            segments.add(BufferAddresses.of(buffer, starts[i], lengths[i], handle.syscalls()), lengths[i]);
        } else {
            for (ByteBuffer piece : buffer.nioBuffers(starts[i], lengths[i])) {
                segments.add(BufferAddresses.of(piece, handle.syscalls()), piece.remaining());
            }
        }
    }

    Segments segments() {
        return segments;
    }

    boolean isRegistered() {
        return registered != null;
    }

    /** {@return for {@code sqe->buf_index}} */
    int bufIndex() {
        return registered == null ? UNREGISTERED : registered.slot();
    }

    /**
     * Moves the indices by what was transferred, and lets go of the buffers.
     *
     * @param bytes from the first buffer on
     */
    void release(long bytes) {
        long left = bytes;
        for (int i = 0; i < buffers.length; i++) {
            int done = (int) Math.min(left, lengths[i]);
            left -= done;
            if (done > 0 && copies[i] != null && reads) {
                buffers[i].setBytes(starts[i], copies[i], 0, done);
            }
            if (done > 0) {
                moveIndex(buffers[i], starts[i] + done);
            }
            if (copies[i] != null) {
                copies[i].release();
            }
            if (registered == null) {
                buffers[i].release();
            }
        }
        if (registered != null) {
            registered.release();
        }
    }

    private void moveIndex(ByteBuf buffer, int index) {
        if (reads) {
            buffer.writerIndex(index);
        } else {
            buffer.readerIndex(index);
        }
    }
}
