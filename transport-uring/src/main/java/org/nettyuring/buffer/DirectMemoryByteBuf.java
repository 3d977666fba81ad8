// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;

/**
 * A {@link ByteBuf} over a window of direct memory that others share: everything is an absolute access at
 * {@code base + index}. Who owns the memory is the subclass's business.
 *
 * <p>Long because {@link ByteBuf} has so many accessors; each is one access, and there is nothing else here.
 */
abstract class DirectMemoryByteBuf extends AbstractReferenceCountedByteBuf {
    private static final int COPY_BYTES = 8 * 1024;

    /** Big endian; absolute accessors only. */
    private ByteBuffer memory;
    private int base;
    private int lengthBytes;
    private long address;
    /** A duplicate of {@link #memory} for {@link #internalNioBuffer}, made when first asked for. */
    private ByteBuffer scratch;

    DirectMemoryByteBuf() {
        super(Integer.MAX_VALUE);
    }

    /**
     * Moves the window.
     *
     * @param newMemory big endian
     * @param newBase first byte in it
     * @param newLengthBytes the capacity from now on
     * @param newAddress the address of the first byte, 0 if unknown
     */
    final void window(ByteBuffer newMemory, int newBase, int newLengthBytes, long newAddress) {
        if (memory != newMemory) {
            memory = newMemory;
            scratch = null;
        }
        base = newBase;
        lengthBytes = newLengthBytes;
        address = newAddress;
    }

    /** Changes the capacity within the memory of the window. */
    final void resizeWindow(int newLengthBytes) {
        lengthBytes = newLengthBytes;
    }

    @Override
    public final int capacity() {
        return lengthBytes;
    }

    @Override
    @SuppressWarnings("deprecation") // of ByteBuf.order() as a whole, not of having one
    public final ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public final ByteBuf unwrap() {
        return null;
    }

    @Override
    public final boolean isDirect() {
        return true;
    }

    @Override
    public final boolean isContiguous() {
        return true;
    }

    @Override
    public final boolean hasArray() {
        return false;
    }

    @Override
    public final byte[] array() {
        throw new UnsupportedOperationException("direct buffer");
    }

    @Override
    public final int arrayOffset() {
        throw new UnsupportedOperationException("direct buffer");
    }

    @Override
    public final boolean hasMemoryAddress() {
        return address != 0;
    }

    @Override
    public final long memoryAddress() {
        ensureAccessible();
        if (address == 0) {
            throw new UnsupportedOperationException("no memory address");
        }
        return address;
    }

    @Override
    protected final byte _getByte(int index) {
        return memory.get(base + index);
    }

    @Override
    protected final short _getShort(int index) {
        return memory.getShort(base + index);
    }

    @Override
    protected final short _getShortLE(int index) {
        return Short.reverseBytes(memory.getShort(base + index));
    }

    @Override
    protected final int _getUnsignedMedium(int index) {
        return (memory.get(base + index) & 0xff) << 16 | memory.getShort(base + index + 1) & 0xffff;
    }

    @Override
    protected final int _getUnsignedMediumLE(int index) {
        return (memory.get(base + index + 2) & 0xff) << 16 | _getShortLE(index) & 0xffff;
    }

    @Override
    protected final int _getInt(int index) {
        return memory.getInt(base + index);
    }

    @Override
    protected final int _getIntLE(int index) {
        return Integer.reverseBytes(memory.getInt(base + index));
    }

    @Override
    protected final long _getLong(int index) {
        return memory.getLong(base + index);
    }

    @Override
    protected final long _getLongLE(int index) {
        return Long.reverseBytes(memory.getLong(base + index));
    }

    @Override
    protected final void _setByte(int index, int value) {
        memory.put(base + index, (byte) value);
    }

    @Override
    protected final void _setShort(int index, int value) {
        memory.putShort(base + index, (short) value);
    }

    @Override
    protected final void _setShortLE(int index, int value) {
        memory.putShort(base + index, Short.reverseBytes((short) value));
    }

    @Override
    protected final void _setMedium(int index, int value) {
        memory.put(base + index, (byte) (value >>> 16));
        memory.putShort(base + index + 1, (short) value);
    }

    @Override
    protected final void _setMediumLE(int index, int value) {
        memory.putShort(base + index, Short.reverseBytes((short) value));
        memory.put(base + index + 2, (byte) (value >>> 16));
    }

    @Override
    protected final void _setInt(int index, int value) {
        memory.putInt(base + index, value);
    }

    @Override
    protected final void _setIntLE(int index, int value) {
        memory.putInt(base + index, Integer.reverseBytes(value));
    }

    @Override
    protected final void _setLong(int index, long value) {
        memory.putLong(base + index, value);
    }

    @Override
    protected final void _setLongLE(int index, long value) {
        memory.putLong(base + index, Long.reverseBytes(value));
    }

    @Override
    public final ByteBuf getBytes(int index, ByteBuf dst, int dstIndex, int length) {
        checkDstIndex(index, length, dstIndex, dst.capacity());
        if (dst.hasArray()) {
            memory.get(base + index, dst.array(), dst.arrayOffset() + dstIndex, length);
        } else if (dst.nioBufferCount() == 1) {
            ByteBuffer to = dst.internalNioBuffer(dstIndex, length);
            to.put(to.position(), memory, base + index, length);
        } else {
            dst.setBytes(dstIndex, this, index, length);
        }
        return this;
    }

    @Override
    public final ByteBuf getBytes(int index, byte[] dst, int dstIndex, int length) {
        checkDstIndex(index, length, dstIndex, dst.length);
        memory.get(base + index, dst, dstIndex, length);
        return this;
    }

    @Override
    public final ByteBuf getBytes(int index, ByteBuffer dst) {
        int length = dst.remaining();
        checkIndex(index, length);
        dst.put(dst.position(), memory, base + index, length);
        dst.position(dst.position() + length);
        return this;
    }

    @Override
    public final ByteBuf getBytes(int index, OutputStream out, int length) throws IOException {
        checkIndex(index, length);
        byte[] chunk = new byte[Math.min(length, COPY_BYTES)];
        for (int done = 0; done < length; ) {
            int bytes = Math.min(chunk.length, length - done);
            memory.get(base + index + done, chunk, 0, bytes);
            out.write(chunk, 0, bytes);
            done += bytes;
        }
        return this;
    }

    @Override
    public final int getBytes(int index, GatheringByteChannel out, int length) throws IOException {
        return out.write(nioBuffer(index, length));
    }

    @Override
    public final int getBytes(int index, FileChannel out, long position, int length) throws IOException {
        return out.write(nioBuffer(index, length), position);
    }

    @Override
    public final ByteBuf setBytes(int index, ByteBuf src, int srcIndex, int length) {
        checkSrcIndex(index, length, srcIndex, src.capacity());
        if (src instanceof DirectMemoryByteBuf other) { // no view to make
            memory.put(base + index, other.memory, other.base + srcIndex, length);
        } else if (src.hasArray()) {
            memory.put(base + index, src.array(), src.arrayOffset() + srcIndex, length);
        } else if (src.nioBufferCount() == 1) {
            memory.put(base + index, src.nioBuffer(srcIndex, length), 0, length);
        } else {
            src.getBytes(srcIndex, this, index, length);
        }
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, byte[] src, int srcIndex, int length) {
        checkSrcIndex(index, length, srcIndex, src.length);
        memory.put(base + index, src, srcIndex, length);
        return this;
    }

    @Override
    public final ByteBuf setBytes(int index, ByteBuffer src) {
        int length = src.remaining();
        checkIndex(index, length);
        memory.put(base + index, src, src.position(), length);
        src.position(src.position() + length);
        return this;
    }

    @Override
    public final int setBytes(int index, InputStream in, int length) throws IOException {
        checkIndex(index, length);
        byte[] chunk = new byte[length];
        int bytes = in.read(chunk, 0, length);
        if (bytes > 0) {
            memory.put(base + index, chunk, 0, bytes);
        }
        return bytes;
    }

    @Override
    public final int setBytes(int index, ScatteringByteChannel in, int length) throws IOException {
        try {
            return in.read(nioBuffer(index, length));
        } catch (ClosedChannelException ignored) {
            return -1;
        }
    }

    @Override
    public final int setBytes(int index, FileChannel in, long position, int length) throws IOException {
        try {
            return in.read(nioBuffer(index, length), position);
        } catch (ClosedChannelException ignored) {
            return -1;
        }
    }

    @Override
    public final ByteBuf copy(int index, int length) {
        checkIndex(index, length);
        return alloc().directBuffer(length, maxCapacity()).writeBytes(this, index, length);
    }

    @Override
    public final int nioBufferCount() {
        return 1;
    }

    @Override
    public final ByteBuffer nioBuffer(int index, int length) {
        checkIndex(index, length);
        return memory.slice(base + index, length);
    }

    @Override
    public final ByteBuffer[] nioBuffers(int index, int length) {
        return new ByteBuffer[] {nioBuffer(index, length)};
    }

    @Override
    public final ByteBuffer internalNioBuffer(int index, int length) {
        checkIndex(index, length);
        if (scratch == null) {
            scratch = memory.duplicate();
        }
        return scratch.clear().position(base + index).limit(base + index + length);
    }
}
