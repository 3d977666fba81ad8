// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The piece of a {@link FileRegion} that is on its way: read from the region into memory, sent from there. Loop thread
 * only.
 */
final class FileRegionChunk implements WritableByteChannel {
    private static final int CHUNK_BYTES = 64 * 1024;

    private ByteBuf bytes;

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
            bytes = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
        }
        if (!bytes.isReadable()) {
            bytes.clear();
            region.transferTo(this, region.transferred());
        }
        return bytes.isReadable();
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

    /** Takes what fits; called by the region. */
    @Override
    public int write(ByteBuffer source) {
        int length = Math.min(source.remaining(), bytes.writableBytes());
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
