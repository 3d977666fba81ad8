// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.buffer.FilePipe;
import org.nettyuring.sys.Syscalls;

/**
 * The piece of a {@link FileRegion} that is on its way: read from the region into memory, sent from there. Loop thread
 * only.
 */
final class FileRegionChunk implements WritableByteChannel {
    private static final int CHUNK_BYTES = 256 * 1024;
    /** A region that writes on after it was told so often that there is no room would do so for ever. */
    private static final int MOST_REFUSALS = 8;

    private ByteBuf bytes;
    private int refusals;

    /**
     * Reads on in a region if everything read before was sent.
     *
     * @param region the flushed region
     * @param allocator of direct memory
     * @return whether there are bytes to send
     * @throws IOException if the region cannot be read, or the file is shorter than the region
     */
    boolean fill(FileRegion region, ByteBufAllocator allocator) throws IOException {
        if (bytes == null) {
            bytes = allocator.directBuffer((int) Math.min(region.count() - region.transferred(), CHUNK_BYTES));
        }
        if (!bytes.isReadable()) {
            bytes.clear();
            refusals = 0;
            region.transferTo(this, region.transferred());
        }
        return bytes.isReadable();
    }

    /**
     * Copies what is in a pipe. The chunk is empty.
     *
     * @param pipe empty afterwards
     * @throws IOException if it cannot be read
     */
    void takeOver(FilePipe pipe, ByteBufAllocator allocator, Syscalls syscalls) throws IOException {
        release();
        int length = pipe.bytes();
        bytes = allocator.directBuffer(length);
        while (pipe.bytes() > 0) {
            int read = pipe.read(BufferAddresses.of(bytes, bytes.writerIndex(), pipe.bytes(), syscalls), pipe.bytes());
            if (read <= 0) {
                throw SocketErrors.of("read", pipe, read);
            }
            bytes.writerIndex(bytes.writerIndex() + read);
        }
    }

    /** {@return what was read and not sent} */
    ByteBuf bytes() {
        return bytes;
    }

    /** The kernel took some of the bytes. */
    void sent(int sentBytes) {
        bytes.skipBytes(sentBytes);
    }

    /** {@return whether everything read was sent} */
    boolean isEmpty() {
        return bytes == null || !bytes.isReadable();
    }

    /** Takes what fits; called by the region. All of it if the region does not take no for an answer. */
    @Override
    public int write(ByteBuffer source) {
        int length = Math.min(source.remaining(), Math.max(0, CHUNK_BYTES - bytes.writerIndex()));
        if (length == 0 && source.hasRemaining() && ++refusals > MOST_REFUSALS) {
            length = source.remaining();
        }
        int limit = source.limit();
        source.limit(source.position() + length);
        bytes.writeBytes(source);
        source.limit(limit);
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Nothing: the memory is given back by {@link #release()}. */
    @Override
    public void close() {}

    /** Gives the memory back; what was not sent is lost. */
    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
