// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(64);

    @Test
    void shouldReadBackWhatItWroteInEveryWidthAndOrder() {
        Memory.putByte(memory, 1, (byte) -2);
        Memory.putShort(memory, 2, (short) 0xfedc);
        Memory.putShortRelease(memory, 4, (short) 0x8001);
        Memory.putInt(memory, 8, 0xdeadbeef);
        Memory.putIntRelease(memory, 12, 0x80000001);
        Memory.putIntVolatile(memory, 16, 0x7fffffff);
        Memory.putLong(memory, 24, 0x8000_0000_0000_0001L);

        assertEquals(-2, Memory.getByte(memory, 1));
        assertEquals((short) 0xfedc, Memory.getShort(memory, 2));
        assertEquals((short) 0x8001, Memory.getShortAcquire(memory, 4));
        assertEquals(0xdeadbeef, Memory.getInt(memory, 8));
        assertEquals(0x80000001, Memory.getIntAcquire(memory, 12));
        assertEquals(0x80000001, Memory.getIntOpaque(memory, 12));
        assertEquals(0x7fffffff, Memory.getIntVolatile(memory, 16));
        assertEquals(0x8000_0000_0000_0001L, Memory.getLong(memory, 24));
    }

    @Test
    void shouldUseNativeOrderAndAbsoluteOffsetsWhateverTheBufferSays() {
        ByteOrder foreign =
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        memory.order(foreign).position(32);

        Memory.putInt(memory, 0, 0x01020304);
        Memory.putShort(memory, 4, (short) 0x0102);
        Memory.putLong(memory, 8, 0x0102030405060708L);

        ByteBuffer nativeView = memory.duplicate().order(ByteOrder.nativeOrder());
        assertEquals(0x01020304, nativeView.getInt(0));
        assertEquals(0x0102, nativeView.getShort(4));
        assertEquals(0x0102030405060708L, nativeView.getLong(8));
    }

    @Test
    void shouldReadAndWritePlainlyAtUnalignedOffsets() {
        Memory.putInt(memory, 13, 0x0a0b0c0d);
        Memory.putLong(memory, 19, 0x0102030405060708L);

        assertEquals(0x0a0b0c0d, Memory.getInt(memory, 13));
        assertEquals(0x0102030405060708L, Memory.getLong(memory, 19));
    }

    @Test
    void shouldRefuseOrderedAccessAtUnalignedOffsets() {
        assertThrows(IllegalStateException.class, () -> Memory.getIntAcquire(memory, 2));
        assertThrows(IllegalStateException.class, () -> Memory.putIntRelease(memory, 1, 7));
        assertThrows(IllegalStateException.class, () -> Memory.putShortRelease(memory, 1, (short) 7));
    }

    @Test
    void shouldRefuseAccessOutsideTheBuffer() {
        assertThrows(IndexOutOfBoundsException.class, () -> Memory.putLong(memory, 57, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> Memory.getInt(memory, -4));
        assertThrows(IndexOutOfBoundsException.class, () -> Memory.getIntAcquire(memory, 64));
        assertThrows(IndexOutOfBoundsException.class, () -> Memory.putByte(memory, 64, (byte) 1));
    }

    @Test
    void shouldShowTheReaderEverythingWrittenBeforeTheRelease() throws Exception {
        int rounds = 200_000;
        // A two-slot ring: tail at 0 by the producer, head at 4 by the consumer, entries at 8 and 16.
        CompletableFuture<Long> consumer = CompletableFuture.supplyAsync(() -> {
            long sum = 0;
            for (int head = 0; head != rounds; head++) {
                while (Memory.getIntAcquire(memory, 0) == head) {
                    Thread.onSpinWait();
                }
                sum += Memory.getLong(memory, 8 + (head & 1) * 8);
                Memory.putIntRelease(memory, 4, head + 1);
            }
            return sum;
        });
        for (int tail = 0; tail != rounds; tail++) {
            while (tail - Memory.getIntAcquire(memory, 4) == 2) {
                Thread.onSpinWait();
            }
            Memory.putLong(memory, 8 + (tail & 1) * 8, tail);
            Memory.putIntRelease(memory, 0, tail + 1);
        }

        assertEquals((long) rounds * (rounds - 1) / 2, consumer.get(60, TimeUnit.SECONDS));
    }
}
