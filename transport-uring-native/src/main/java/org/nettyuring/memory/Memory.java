// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads and writes native memory at byte offsets of a direct buffer, in native byte order whatever the buffer's own
 * order and position. The only {@link VarHandle} views in the library; the memory order is in the name, and each
 * ordered access names its partner on the other side.
 *
 * <p>Offsets are in bytes. Ordered accesses need an offset aligned to their size (the regions are page aligned), else
 * {@link IllegalStateException}; every access is bounds checked: {@link IndexOutOfBoundsException}. Any thread.
 */
public final class Memory {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private Memory() {}

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteBufferViewVarHandle(arrayType, ByteOrder.nativeOrder()).withInvokeExactBehavior();
    }

    /**
     * Plain read.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @return the byte, -128..127
     */
    public static byte getByte(ByteBuffer memory, int offset) {
        return memory.get(offset);
    }

    /**
     * Plain write.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @param value the byte
     */
    public static void putByte(ByteBuffer memory, int offset, byte value) {
        memory.put(offset, value);
    }

    /**
     * Plain read.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @return 16 bits
     */
    public static short getShort(ByteBuffer memory, int offset) {
        return (short) SHORT.get(memory, offset);
    }

    /**
     * Plain write.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @param value 16 bits
     */
    public static void putShort(ByteBuffer memory, int offset, short value) {
        SHORT.set(memory, offset, value);
    }

    /**
     * Acquire read: what the writer stored before its release of this value is visible afterwards.
     *
     * @param memory a direct buffer
     * @param offset byte offset, even
     * @return 16 bits
     */
    public static short getShortAcquire(ByteBuffer memory, int offset) {
        // Partner: putShortRelease of the provided-buffer ring's tail. On a real ring the kernel is this side.
        return (short) SHORT.getAcquire(memory, offset);
    }

    /**
     * Release write: all earlier stores are visible to whoever acquires this value.
     *
     * @param memory a direct buffer
     * @param offset byte offset, even
     * @param value 16 bits
     */
    public static void putShortRelease(ByteBuffer memory, int offset, short value) {
        // Partner: the kernel's smp_load_acquire of io_uring_buf_ring.tail.
        SHORT.setRelease(memory, offset, value);
    }

    /**
     * Plain read.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @return 32 bits
     */
    public static int getInt(ByteBuffer memory, int offset) {
        return (int) INT.get(memory, offset);
    }

    /**
     * Plain write.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @param value 32 bits
     */
    public static void putInt(ByteBuffer memory, int offset, int value) {
        INT.set(memory, offset, value);
    }

    /**
     * Opaque read: the current value, sooner or later, and no order towards other memory. For hints.
     *
     * @param memory a direct buffer
     * @param offset byte offset, a multiple of 4
     * @return 32 bits
     */
    public static int getIntOpaque(ByteBuffer memory, int offset) {
        // Partner: the kernel's WRITE_ONCE or atomic_or, e.g. of sq_ring.flags or cq_ring.overflow.
        return (int) INT.getOpaque(memory, offset);
    }

    /**
     * Acquire read: what the writer stored before its release of this value is visible afterwards.
     *
     * @param memory a direct buffer
     * @param offset byte offset, a multiple of 4
     * @return 32 bits
     */
    public static int getIntAcquire(ByteBuffer memory, int offset) {
        // Partner: the kernel's smp_store_release of cq_ring.tail (after the CQEs) and of sq_ring.head (after it has
        // read the SQEs).
        return (int) INT.getAcquire(memory, offset);
    }

    /**
     * Release write: all earlier loads and stores are complete for whoever acquires this value.
     *
     * @param memory a direct buffer
     * @param offset byte offset, a multiple of 4
     * @param value 32 bits
     */
    public static void putIntRelease(ByteBuffer memory, int offset, int value) {
        // Partner: the kernel's smp_load_acquire of sq_ring.tail (before it reads SQEs) and of cq_ring.head (before it
        // overwrites CQEs).
        INT.setRelease(memory, offset, value);
    }

    /**
     * Volatile read: as acquire, and in one total order with all volatile accesses and full fences.
     *
     * @param memory a direct buffer
     * @param offset byte offset, a multiple of 4
     * @return 32 bits
     */
    public static int getIntVolatile(ByteBuffer memory, int offset) {
        // Partner: putIntVolatile, or a store followed by fullFence().
        return (int) INT.getVolatile(memory, offset);
    }

    /**
     * Volatile write: as release, and no later load passes it.
     *
     * @param memory a direct buffer
     * @param offset byte offset, a multiple of 4
     * @param value 32 bits
     */
    public static void putIntVolatile(ByteBuffer memory, int offset, int value) {
        // Partner: getIntVolatile, or fullFence() followed by a load.
        INT.setVolatile(memory, offset, value);
    }

    /**
     * Plain read.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @return 64 bits
     */
    public static long getLong(ByteBuffer memory, int offset) {
        return (long) LONG.get(memory, offset);
    }

    /**
     * Plain write.
     *
     * @param memory a direct buffer
     * @param offset byte offset
     * @param value 64 bits
     */
    public static void putLong(ByteBuffer memory, int offset, long value) {
        LONG.set(memory, offset, value);
    }

    /** Orders every load and store before it against every load and store after it. */
    public static void fullFence() {
        // Partner: another fullFence(), or the kernel's smp_mb(), as in the SQPOLL NEED_WAKEUP handshake.
        VarHandle.fullFence();
    }
}
