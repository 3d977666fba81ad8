// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** The shapes that a buffer can have when a user writes it; each has the bytes it is made with to read. */
final class BufferShapes {
    private static final int MANY = 3_000;
    private static final int FEW = 30;
    /** Longer buffers have few parts: every part is a buffer that the leak detector watches. */
    private static final int MANY_UP_TO_BYTES = 10_000;
    private static final byte[] FRAME = {-1, -2, -3};

    private final Path directory;
    private final Map<String, BiFunction<ByteBufAllocator, byte[], ByteBuf>> shapes = new LinkedHashMap<>();

    /**
     * Makes the table.
     *
     * @param directory for files that are mapped
     */
    BufferShapes(Path directory) {
        this.directory = directory;
        shapes.put("heap", (alloc, bytes) -> alloc.heapBuffer().writeBytes(bytes));
        shapes.put("direct", (alloc, bytes) -> alloc.directBuffer().writeBytes(bytes));
        shapes.put("heap, read up to the middle", (alloc, bytes) -> framed(alloc.heapBuffer(), bytes));
        shapes.put("direct, read up to the middle", (alloc, bytes) -> framed(alloc.directBuffer(), bytes));
        shapes.put("heap slice", (alloc, bytes) -> slice(alloc.heapBuffer(), bytes));
        shapes.put("direct slice", (alloc, bytes) -> slice(alloc.directBuffer(), bytes));
        shapes.put("direct slice of a slice", (alloc, bytes) -> slice(alloc.directBuffer(), bytes).slice());
        shapes.put("direct duplicate", (alloc, bytes) -> framed(alloc.directBuffer(), bytes).duplicate());
        shapes.put("read-only heap", (alloc, bytes) -> alloc.heapBuffer().writeBytes(bytes).asReadOnly());
        shapes.put("read-only direct", (alloc, bytes) -> framed(alloc.directBuffer(), bytes).asReadOnly());
        shapes.put("read-only direct slice", (alloc, bytes) -> slice(alloc.directBuffer(), bytes).asReadOnly());
        shapes.put("wrapped array", (alloc, bytes) -> Unpooled.wrappedBuffer(bytes));
        shapes.put("wrapped arrays", (alloc, bytes) -> Unpooled.wrappedBuffer(head(bytes), tail(bytes)));
        shapes.put("wrapped direct", (alloc, bytes) -> Unpooled.wrappedBuffer(direct(bytes)));
        shapes.put("wrapped read-only array", (alloc, bytes) ->
                Unpooled.wrappedBuffer(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
        shapes.put("wrapped read-only direct", (alloc, bytes) ->
                Unpooled.wrappedBuffer(direct(bytes).asReadOnlyBuffer()));
        shapes.put("file mapped for reading", (alloc, bytes) -> map(MapMode.READ_ONLY, bytes));
        shapes.put("file mapped for writing", (alloc, bytes) -> map(MapMode.READ_WRITE, bytes));
        putComposites();
    }

    private void putComposites() {
        shapes.put("composite of very many, direct", (alloc, bytes) -> parts(alloc, bytes, 1));
        shapes.put("composite of very many, every third heap", (alloc, bytes) -> parts(alloc, bytes, 3));
        shapes.put("composite of one", (alloc, bytes) ->
                alloc.compositeBuffer().addComponent(true, alloc.directBuffer().writeBytes(bytes)));
        shapes.put("composite with empty parts", (alloc, bytes) -> alloc.compositeBuffer()
                .addComponent(true, alloc.directBuffer(4)).addComponent(true, alloc.directBuffer().writeBytes(bytes))
                .addComponent(true, Unpooled.EMPTY_BUFFER));
        shapes.put("composite, read into its second part", (alloc, bytes) -> alloc.compositeBuffer()
                .addComponent(true, alloc.directBuffer().writeBytes(FRAME))
                .addComponent(true, framed(alloc.directBuffer(), bytes)).skipBytes(FRAME.length));
        shapes.put("composite of composites", (alloc, bytes) -> alloc.compositeBuffer()
                .addComponent(true, parts(alloc, head(bytes), 2))
                .addComponent(true, alloc.compositeDirectBuffer().addComponent(true, parts(alloc, tail(bytes), 1))));
        shapes.put("slice of a composite", (alloc, bytes) -> alloc.compositeBuffer()
                .addComponent(true, alloc.directBuffer().writeBytes(FRAME))
                .addComponent(true, alloc.directBuffer().writeBytes(bytes)).slice(FRAME.length, bytes.length));
        shapes.put("read-only composite", (alloc, bytes) -> parts(alloc, bytes, 1).asReadOnly());
    }

    /** {@return the table, by name: what makes a buffer with an allocator and its bytes} */
    Map<String, BiFunction<ByteBufAllocator, byte[], ByteBuf>> all() {
        return shapes;
    }

    private static byte[] head(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static byte[] tail(byte[] bytes) {
        return Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length);
    }

    private static ByteBuf framed(ByteBuf buffer, byte[] bytes) {
        buffer.writeBytes(FRAME).writeBytes(bytes).ensureWritable(FRAME.length);
        return buffer.skipBytes(FRAME.length);
    }

    private static ByteBuf slice(ByteBuf buffer, byte[] bytes) {
        return buffer.writeBytes(FRAME).writeBytes(bytes).writeBytes(FRAME).slice(FRAME.length, bytes.length);
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private ByteBuf map(MapMode mode, byte[] bytes) {
        try {
            Path file = Files.write(Files.createTempFile(directory, "mapped", ""), bytes);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return Unpooled.wrappedBuffer(channel.map(mode, 0, bytes.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompositeByteBuf parts(ByteBufAllocator alloc, byte[] bytes, int heapEvery) {
        int parts = bytes.length > 1 && bytes.length <= MANY_UP_TO_BYTES ? MANY : FEW;
        CompositeByteBuf composite = alloc.compositeBuffer(parts);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) bytes.length * part / parts);
            int to = (int) ((long) bytes.length * (part + 1) / parts);
            ByteBuf buffer = heapEvery > 1 && part % heapEvery == 0
                    ? alloc.heapBuffer(to - from) : alloc.directBuffer(to - from);
            composite.addComponent(true, buffer.writeBytes(bytes, from, to - from));
        }
        return composite;
    }
}
