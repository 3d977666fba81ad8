// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegionChunkTest {
    private final FileRegionChunk chunk = new FileRegionChunk();

    @TempDir
    private Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("content"), content);
    }

    @Test
    void shouldReadARegionChunkByChunkAndResumeShortSends() throws IOException {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        DefaultFileRegion region = new DefaultFileRegion(file(content).toFile(), 1000, 150_000);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        while (region.transferred() < region.count() || !chunk.isEmpty()) {
            assertTrue(chunk.fill(region, UnpooledByteBufAllocator.DEFAULT));
            ByteBuf bytes = chunk.bytes();
            int part = Math.min(bytes.readableBytes(), 10_001);
            bytes.getBytes(bytes.readerIndex(), sent, part);
            chunk.sent(part);
        }
        byte[] expected = Arrays.copyOfRange(content, 1000, 151_000);
        assertArrayEquals(expected, sent.toByteArray());
        chunk.release();
        region.release();
    }

    @Test
    void shouldFailWhenTheFileIsShorterThanTheRegion() throws IOException {
        DefaultFileRegion region = new DefaultFileRegion(file(new byte[10]).toFile(), 0, 20);
        assertTrue(chunk.fill(region, UnpooledByteBufAllocator.DEFAULT));
        assertEquals(10, chunk.bytes().readableBytes());
        chunk.sent(10);
        assertThrows(IOException.class, () -> chunk.fill(region, UnpooledByteBufAllocator.DEFAULT));
        chunk.release();
        region.release();
    }

    @Test
    void shouldGiveItsMemoryBackOnce() throws IOException {
        DefaultFileRegion region = new DefaultFileRegion(file(new byte[10]).toFile(), 0, 10);
        chunk.fill(region, UnpooledByteBufAllocator.DEFAULT);
        ByteBuf bytes = chunk.bytes();
        chunk.release();
        chunk.release();
        assertEquals(0, bytes.refCnt());
        assertTrue(chunk.isEmpty());
        region.release();
    }
}
