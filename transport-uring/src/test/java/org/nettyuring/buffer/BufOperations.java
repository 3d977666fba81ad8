// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ByteProcessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What can be done to a buffer, with random arguments, good and bad ones; and what came of it in words by which two
 * buffers are compared.
 */
final class BufOperations {
    /** Does something to a buffer and says what came of it; must draw the same numbers for equal buffers. */
    @FunctionalInterface
    interface Operation {
        Object apply(ByteBuf buf, SplittableRandom random) throws IOException;
    }

    static final int MAX_BYTES = 300;
    /** Not the default one, whose leak detector takes a stack trace per access. */
    static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(true, true);

    private final List<Operation> operations = new ArrayList<>();

    /** With a directory for the file through which bytes go. */
    BufOperations(Path directory) {
        addGetters();
        addSetters();
        addReaders();
        new BufTransfers(directory).addTo(operations);
        addNio();
        addDerived();
        addSearch();
        addIndices();
    }

    int count() {
        return operations.size();
    }

    Operation get(int which) {
        return operations.get(which);
    }

    static int index(ByteBuf buf, SplittableRandom random) {
        return random.nextInt(buf.capacity() + 4) - random.nextInt(2);
    }

    static int length(ByteBuf buf, SplittableRandom random) {
        return random.nextInt(8) == 0 ? random.nextInt(buf.capacity() + 2) : random.nextInt(12);
    }

    static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }

    private void addGetters() {
        operations.add((b, r) -> b.getByte(index(b, r)));
        operations.add((b, r) -> b.getBoolean(index(b, r)));
        operations.add((b, r) -> b.getShort(index(b, r)));
        operations.add((b, r) -> b.getShortLE(index(b, r)));
        operations.add((b, r) -> b.getUnsignedShortLE(index(b, r)));
        operations.add((b, r) -> b.getMedium(index(b, r)));
        operations.add((b, r) -> b.getMediumLE(index(b, r)));
        operations.add((b, r) -> b.getUnsignedMedium(index(b, r)));
        operations.add((b, r) -> b.getUnsignedMediumLE(index(b, r)));
        operations.add((b, r) -> b.getInt(index(b, r)));
        operations.add((b, r) -> b.getIntLE(index(b, r)));
        operations.add((b, r) -> b.getLong(index(b, r)));
        operations.add((b, r) -> b.getLongLE(index(b, r)));
        operations.add((b, r) -> b.getChar(index(b, r)));
        operations.add((b, r) -> b.getFloat(index(b, r)));
        operations.add((b, r) -> b.getDoubleLE(index(b, r)));
    }

    private void addSetters() {
        operations.add((b, r) -> b.setByte(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setShort(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setShortLE(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setMedium(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setMediumLE(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setInt(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setIntLE(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setLong(index(b, r), r.nextLong()));
        operations.add((b, r) -> b.setLongLE(index(b, r), r.nextLong()));
        operations.add((b, r) -> b.setDouble(index(b, r), r.nextInt()));
        operations.add((b, r) -> b.setZero(index(b, r), 1 + length(b, r)));
        operations.add((b, r) -> b.setCharSequence(index(b, r), "grüße", StandardCharsets.UTF_8));
        operations.add((b, r) -> b.writeByte(r.nextInt()));
        operations.add((b, r) -> b.writeLongLE(r.nextLong()));
        operations.add((b, r) -> b.writeBytes(bytes(r, length(b, r))));
        operations.add((b, r) -> b.writeCharSequence("äöü", StandardCharsets.UTF_8));
        operations.add((b, r) -> b.ensureWritable(r.nextInt(50)));
        operations.add((b, r) -> b.ensureWritable(r.nextInt(50), r.nextBoolean()));
    }

    private void addReaders() {
        operations.add((b, r) -> b.readByte());
        operations.add((b, r) -> b.readShortLE());
        operations.add((b, r) -> b.readUnsignedMedium());
        operations.add((b, r) -> b.readInt());
        operations.add((b, r) -> b.readLongLE());
        operations.add((b, r) -> b.skipBytes(length(b, r)));
        operations.add((b, r) -> b.readCharSequence(r.nextInt(5), StandardCharsets.ISO_8859_1));
        operations.add((b, r) -> read(b, b.readBytes(length(b, r))));
        operations.add((b, r) -> b.readSlice(length(b, r)));
        operations.add((b, r) -> read(b, b.readRetainedSlice(length(b, r))));
    }

    /** The buffer itself, and what was read from it, which is released. */
    private static Object read(ByteBuf buf, ByteBuf owned) {
        String content = ByteBufUtil.hexDump(owned);
        owned.release();
        return content + " of " + buf.readerIndex();
    }

    private void addNio() {
        operations.add((b, r) -> b.nioBuffer(index(b, r), length(b, r)));
        operations.add((b, r) -> b.nioBuffer());
        operations.add((b, r) -> b.nioBuffers(index(b, r), length(b, r))[0]);
        operations.add((b, r) -> b.nioBuffer(index(b, r), 4).order(ByteOrder.BIG_ENDIAN).getInt());
        operations.add((b, r) -> b.nioBuffer(index(b, r), 4).getInt(0));
        operations.add((b, r) -> b.nioBuffer(index(b, r), 4).putInt(0, 12345).capacity());
        operations.add((b, r) -> b.internalNioBuffer(index(b, r), length(b, r)).slice());
        operations.add((b, r) -> {
            ByteBuffer window = b.internalNioBuffer(index(b, r), length(b, r));
            while (window.hasRemaining()) {
                window.put((byte) r.nextInt());
            }
            return window.remaining();
        });
        operations.add((b, r) -> b.nioBufferCount());
        operations.add((b, r) -> b.hasArray() || b.isDirect());
        operations.add((b, r) -> b.isReadOnly());
    }

    private void addDerived() {
        operations.add((b, r) -> b.slice());
        operations.add((b, r) -> b.slice(index(b, r), length(b, r)));
        operations.add((b, r) -> b.slice(index(b, r), 6).setInt(1, r.nextInt()).getMediumLE(2));
        operations.add((b, r) -> b.duplicate().setIndex(0, r.nextInt(9)));
        operations.add((b, r) -> b.asReadOnly().getInt(index(b, r)));
        operations.add((b, r) -> read(b, b.copy()));
        operations.add((b, r) -> read(b, b.copy(index(b, r), length(b, r)).writeByte(3)));
        operations.add((b, r) -> read(b, b.retainedSlice(index(b, r), length(b, r))));
        operations.add((b, r) -> read(b, b.retainedDuplicate()));
        operations.add((b, r) -> b.retain().release() + " " + b.refCnt());
        operations.add((b, r) -> {
            ByteBuf part = b.slice(index(b, r), 12);
            return part.nioBuffer(1, 5).getInt() + part.getBytes(2, new byte[7]).readableBytes();
        });
    }

    private void addSearch() {
        operations.add((b, r) -> b.indexOf(index(b, r), index(b, r), (byte) r.nextInt()));
        operations.add((b, r) -> b.bytesBefore((byte) r.nextInt()));
        operations.add((b, r) -> b.bytesBefore(index(b, r), length(b, r), (byte) r.nextInt()));
        operations.add((b, r) -> b.forEachByte(ByteProcessor.FIND_LF));
        operations.add((b, r) -> {
            int[] sum = {0};
            int at = b.forEachByte(index(b, r), length(b, r), value -> (sum[0] += value) < 300);
            return at + " " + sum[0];
        });
        operations.add((b, r) -> b.forEachByteDesc(value -> value != 7));
        operations.add((b, r) -> b.toString(StandardCharsets.UTF_8));
        operations.add((b, r) -> b.toString(index(b, r), length(b, r), StandardCharsets.ISO_8859_1));
        operations.add((b, r) -> ByteBufUtil.hexDump(b));
        operations.add((b, r) -> ByteBufUtil.getBytes(b).length);
        operations.add((b, r) -> b.hashCode());
        operations.add((b, r) -> ByteBufUtil.prettyHexDump(b));
    }

    private void addIndices() {
        operations.add((b, r) -> b.readerIndex(index(b, r)));
        operations.add((b, r) -> b.writerIndex(index(b, r)));
        operations.add((b, r) -> b.setIndex(index(b, r), index(b, r)));
        operations.add((b, r) -> b.markReaderIndex());
        operations.add((b, r) -> b.resetReaderIndex());
        operations.add((b, r) -> b.markWriterIndex());
        operations.add((b, r) -> b.resetWriterIndex());
        operations.add((b, r) -> b.clear());
        operations.add((b, r) -> b.capacity(r.nextInt(MAX_BYTES)));
        operations.add((b, r) -> b.capacity(-1));
        operations.add((b, r) -> b.maxCapacity() + " " + b.maxWritableBytes() + " " + b.maxFastWritableBytes());
        operations.add((b, r) -> b.isReadable(length(b, r)) + " " + b.isWritable(length(b, r)));
    }

    /** What is behind the old end is whatever was there. */
    static void zeroWhatGrew(ByteBuf buf, int oldCapacity) {
        int from = Math.max(oldCapacity, buf.writerIndex());
        if (buf.capacity() > from) {
            buf.setZero(from, buf.capacity() - from);
        }
    }

    static String describe(Object value) {
        if (value instanceof ByteBuf buf) {
            return state(buf);
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.order() + ByteBufUtil.hexDump(Unpooled.wrappedBuffer(buffer));
        }
        return String.valueOf(value);
    }

    static String state(ByteBuf buf) {
        return buf.readerIndex() + ".." + buf.writerIndex() + " of " + buf.capacity() + ": "
                + ByteBufUtil.hexDump(buf, 0, buf.capacity());
    }
}
