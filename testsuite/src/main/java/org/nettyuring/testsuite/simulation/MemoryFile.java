// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file of bytes in memory that can be transferred, as the JDK does it to channels it does not know. */
public final class MemoryFile extends FileChannel {
    private static final int PIECE_BYTES = 8 * 1024;

    private final byte[] bytes;

    /**
     * A file of these bytes.
     *
     * @param bytes the file's
     */
    public MemoryFile(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        int from = (int) position;
        int end = (int) Math.min(position + count, bytes.length);
        while (from < end) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(PIECE_BYTES, end - from));
            int written = target.write(piece);
            from += written;
            if (piece.hasRemaining()) {
                break;
            }
        }
        return from - position;
    }

    @Override
    protected void implCloseChannel() {}

    private static UnsupportedOperationException notPlayed() {
        return new UnsupportedOperationException("not played");
    }

    @Override
    public int read(ByteBuffer target) {
        throw notPlayed();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw notPlayed();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw notPlayed();
    }

    @Override
    public int write(ByteBuffer source) {
        throw notPlayed();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw notPlayed();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw notPlayed();
    }

    @Override
    public long position() {
        throw notPlayed();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw notPlayed();
    }

    @Override
    public FileChannel truncate(long size) {
        throw notPlayed();
    }

    @Override
    public void force(boolean metaData) {
        throw notPlayed();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw notPlayed();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw notPlayed();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw notPlayed();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw notPlayed();
    }
}
