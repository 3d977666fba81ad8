// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ByteProcessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A lent buffer behaves as Netty's own buffer of the same bytes: each operation is done on both, with the same random
 * arguments (good and bad ones), and must have the same outcome, the kind of exception included. The other is a heap
 * buffer: with {@code -Dio.netty.noUnsafe=true} direct ones cannot be copied to a composite buffer (Netty 4.2.20).
 */
class ProvidedByteBufOracleTest {
    /** Does something to a buffer and says what came of it; must draw the same numbers for equal buffers. */
    @FunctionalInterface
    private interface Operation {
        Object apply(ByteBuf buf, SplittableRandom random) throws IOException;
    }

    private static final int MAX_BYTES = 300;
    /** Not the default one, whose leak detector takes a stack trace per access. */
    private static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(true, true);

    @TempDir
    Path directory;

    private final List<Operation> operations = new ArrayList<>();

    ProvidedByteBufOracleTest() {
        addGetters();
        addSetters();
        addReaders();
        addBulk();
        addStreams();
        addNio();
        addDerived();
        addSearch();
        addIndices();
    }

    private static int index(ByteBuf buf, SplittableRandom random) {
        return random.nextInt(buf.capacity() + 4) - random.nextInt(2);
    }

    private static int length(ByteBuf buf, SplittableRandom random) {
        return random.nextInt(8) == 0 ? random.nextInt(buf.capacity() + 2) : random.nextInt(12);
    }

    private static byte[] bytes(SplittableRandom random, int length) {
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

    private void addBulk() {
        operations.add((b, r) -> {
            byte[] to = new byte[60];
            b.getBytes(index(b, r), to, r.nextInt(10), length(b, r));
            return ByteBufUtil.hexDump(to);
        });
        operations.add((b, r) -> {
            ByteBuffer to = r.nextBoolean() ? ByteBuffer.allocate(40) : ByteBuffer.allocateDirect(40);
            to.position(r.nextInt(40)).limit(40);
            b.getBytes(index(b, r), to);
            return to.remaining() + ByteBufUtil.hexDump(Unpooled.wrappedBuffer(to.clear()));
        });
        operations.add((b, r) -> withOther(r, other -> {
            b.getBytes(index(b, r), other, r.nextInt(10), length(b, r));
            return other;
        }));
        operations.add((b, r) -> withOther(r, other -> b.getBytes(index(b, r), other)));
        operations.add((b, r) -> withOther(r, other -> b.readBytes(other, length(b, r))));
        operations.add((b, r) -> withOther(r, other -> b.setBytes(index(b, r), other, r.nextInt(10), length(b, r))));
        operations.add((b, r) -> withOther(r, other -> b.writeBytes(other, length(b, r))));
        operations.add((b, r) -> withOther(r, other -> other.writeBytes(b, length(b, r))));
        operations.add((b, r) -> withOther(r, other -> other.setBytes(0, b, index(b, r), length(b, r))));
        operations.add((b, r) -> withOther(r, other -> ByteBufUtil.equals(b, other) + " " + b.compareTo(other)));
        operations.add((b, r) -> b.setBytes(index(b, r), bytes(r, length(b, r))));
        operations.add((b, r) -> b.setBytes(index(b, r), bytes(r, 40), r.nextInt(40), length(b, r)));
        operations.add((b, r) -> b.setBytes(index(b, r), ByteBuffer.wrap(bytes(r, 20)).position(r.nextInt(20))));
        operations.add((b, r) -> b.setBytes(index(b, r), direct(bytes(r, 20))));
        operations.add((b, r) -> b.setBytes(index(b, r), b, index(b, r), length(b, r)));
        operations.add((b, r) -> b.discardReadBytes());
        operations.add((b, r) -> b.discardSomeReadBytes());
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length + 2).put(bytes).flip();
    }

    private static Object withOther(SplittableRandom random, Function<ByteBuf, Object> use) {
        byte[] bytes = bytes(random, 40);
        ByteBuf other = switch (random.nextInt(4)) {
            case 0 -> Unpooled.wrappedBuffer(bytes);
            case 1 -> UNTRACKED.directBuffer(40).writeBytes(bytes);
            case 2 -> composite(bytes);
            default -> UNTRACKED.directBuffer(60).writeZero(10).writeBytes(bytes).slice(10, 40);
        };
        try {
            other.writerIndex(random.nextInt(20)).readerIndex(0);
            Object value = use.apply(other);
            zeroWhatGrew(other, 40);
            return (value instanceof ByteBuf ? "" : describe(value)) + " with " + describe(other);
        } finally {
            other.release();
        }
    }

    private static CompositeByteBuf composite(byte[] bytes) {
        return UNTRACKED.compositeBuffer()
                .addComponent(true, UNTRACKED.directBuffer(15).writeBytes(bytes, 0, 15))
                .addComponent(true, Unpooled.wrappedBuffer(bytes, 15, 25));
    }

    private void addStreams() {
        operations.add((b, r) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            b.getBytes(index(b, r), out, length(b, r));
            return ByteBufUtil.hexDump(out.toByteArray());
        });
        operations.add((b, r) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            b.readBytes(out, length(b, r));
            return ByteBufUtil.hexDump(out.toByteArray());
        });
        operations.add((b, r) -> b.setBytes(index(b, r), new ByteArrayInputStream(bytes(r, 20)), length(b, r)));
        operations.add((b, r) -> b.writeBytes(new ByteArrayInputStream(bytes(r, 20)), length(b, r)));
        operations.add((b, r) -> throughFile(b, r, true));
        operations.add((b, r) -> throughFile(b, r, false));
        operations.add((b, r) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int written = b.getBytes(index(b, r), (GatheringByteChannel) new Gathering(out), 1 + length(b, r));
            return written + ByteBufUtil.hexDump(out.toByteArray());
        });
        operations.add((b, r) -> {
            ScatteringByteChannel in = new Scattering(bytes(r, 20));
            return b.setBytes(index(b, r), in, 1 + length(b, r));
        });
    }

    private Object throughFile(ByteBuf buf, SplittableRandom random, boolean atPosition) throws IOException {
        Path path = directory.resolve("bytes");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int index = index(buf, random);
            int length = 1 + length(buf, random); // of nothing, some of Netty's buffers do not check the index
            int written = atPosition ? buf.getBytes(index, file, 3, length) : buf.getBytes(index, file, length);
            int read = atPosition ? buf.setBytes(0, file, 2, length) : buf.setBytes(1, file.position(0), length);
            return written + " " + read + " " + file.size();
        }
    }

    private record Gathering(ByteArrayOutputStream out) implements GatheringByteChannel {
        @Override
        public long write(ByteBuffer[] srcs, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] srcs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            return Channels.newChannel(out).write(src);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    private static final class Scattering implements ScatteringByteChannel {
        private final byte[] bytes;

        Scattering(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long read(ByteBuffer[] dsts, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] dsts) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer dst) {
            int length = Math.min(dst.remaining(), bytes.length);
            dst.put(bytes, 0, length);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to close
        }
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

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.nettyuring.buffer.PoolFixture#seeds")
    void shouldBehaveAsNettysOwnBuffer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (PoolFixture f = PoolFixture.of(8, 1000, true)) {
            for (int message = 0; message < 60; message++) {
                playOneMessage(f, random.split());
            }
        }
    }

    private void playOneMessage(PoolFixture f, SplittableRandom random) {
        ByteBuf lent = f.receive(1 + random.nextInt(MAX_BYTES), 0);
        ByteBuf guard = f.receive(1 + random.nextInt(100), 0x55);
        lent.setBytes(0, bytes(random, lent.capacity()));
        ByteBuf oracle = f.alloc.heapBuffer(lent.capacity()).writeBytes(lent, 0, lent.capacity());
        for (int step = 0; step < 60; step++) {
            int which = random.nextInt(operations.size());
            long arguments = random.nextLong();
            String expected = outcome(operations.get(which), oracle, arguments);
            assertThat(outcome(operations.get(which), lent, arguments)).as("operation %d", which).isEqualTo(expected);
            assertThat(state(lent)).as("after operation %d", which).isEqualTo(state(oracle));
        }
        PoolFixture.assertFilled(guard, 0x55);
        guard.release();
        lent.release();
        oracle.release();
    }

    private static String outcome(Operation operation, ByteBuf buf, long seed) {
        int capacity = buf.capacity();
        try {
            Object value = operation.apply(buf, new SplittableRandom(seed));
            zeroWhatGrew(buf, capacity);
            return describe(value);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return "bad argument"; // Netty's own buffers do not agree on which of the two it is
        } catch (IOException | RuntimeException e) {
            return e.getClass().getName();
        }
    }

    /** What is behind the old end is whatever was there. */
    private static void zeroWhatGrew(ByteBuf buf, int oldCapacity) {
        int from = Math.max(oldCapacity, buf.writerIndex());
        if (buf.capacity() > from) {
            buf.setZero(from, buf.capacity() - from);
        }
    }

    private static String describe(Object value) {
        if (value instanceof ByteBuf buf) {
            return state(buf);
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.order() + ByteBufUtil.hexDump(Unpooled.wrappedBuffer(buffer));
        }
        return String.valueOf(value);
    }

    private static String state(ByteBuf buf) {
        return buf.readerIndex() + ".." + buf.writerIndex() + " of " + buf.capacity() + ": "
                + ByteBufUtil.hexDump(buf, 0, buf.capacity());
    }

    @Test
    void shouldServeSeveralReadersOfOneBufferAtOnce() throws InterruptedException {
        try (PoolFixture f = PoolFixture.of(8, 1000, true)) {
            ByteBuf buf = f.receive(512, 3);
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            List<Thread> readers = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                int from = reader * 100;
                Thread thread = new Thread(() -> readMany(buf.duplicate(), from));
                thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
                thread.start();
                readers.add(thread);
            }
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failures).isEmpty();
            buf.release();
        }
    }

    private static void readMany(ByteBuf view, int from) {
        byte[] to = new byte[100];
        ByteBuf copy = UNTRACKED.directBuffer(100);
        for (int i = 0; i < 2000; i++) {
            view.getBytes(from, to);
            view.getBytes(from, copy, 0, 100);
            assertThat(to[i % 100] + copy.getByte(i % 100)).isEqualTo(6);
            assertThat(view.nioBuffer(from, 100).get(99)).isEqualTo((byte) 3);
            assertThat(view.retainedSlice(from, 100).release()).isFalse();
        }
        copy.release();
    }
}
