// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

/**
 * How one loop's receive memory is cut. With incremental consumption a message costs its own bytes, so few large
 * buffers serve best; without it every message takes a whole buffer, so the same memory is cut smaller.
 *
 * @param count buffers, a power of two, 2..32768 (the kernel's limit for a buffer ring)
 * @param sizeBytes bytes of one buffer
 * @param incremental whether the kernel consumes a buffer piecewise ({@code IOU_PBUF_RING_INC}, since 6.12)
 */
public record BufferGeometry(int count, int sizeBytes, boolean incremental) {
    /** The most entries a buffer ring can have. */
    public static final int MAX_COUNT = 1 << 15;
    /** The most a message can take where it takes a whole buffer. */
    private static final int WHOLE_BUFFER_BYTES = 16 * 1024;
    /** What the kernel is given before it showed that it needs more. */
    private static final int INITIAL_BYTES = 1 << 20;
    /** The same where messages take their own bytes: half of a small second-level cache. */
    private static final int INITIAL_INCREMENTAL_BYTES = 1 << 19;

    /** Checks the ranges. */
    public BufferGeometry {
        if (count < 2 || count > MAX_COUNT || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException(
                    "count: " + count + " (expected: a power of two in 2.." + MAX_COUNT + ")");
        }
        if (sizeBytes < 1 || (long) count * sizeBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("sizeBytes: " + sizeBytes + " (expected: 1.."
                    + Integer.MAX_VALUE / count + " for " + count + " buffers)");
        }
    }

    /**
     * Cuts the configured amount of memory to suit the kernel.
     *
     * @param configuredCount buffers, at least 1; rounded up to a power of two
     * @param configuredSizeBytes bytes of one buffer; without incremental consumption a larger one is cut into several
     * @param incremental whether the kernel consumes a buffer piecewise
     * @return the geometry, of at least the configured memory unless that needs too many buffers
     */
    public static BufferGeometry of(int configuredCount, int configuredSizeBytes, boolean incremental) {
        if (configuredCount < 1 || configuredCount > MAX_COUNT || configuredSizeBytes < 1) {
            throw new IllegalArgumentException("buffers: " + configuredCount + " x " + configuredSizeBytes
                    + " bytes (expected: 1.." + MAX_COUNT + " x at least 1 byte)");
        }
        long totalBytes = (long) configuredCount * configuredSizeBytes;
        int size = incremental ? configuredSizeBytes : Math.min(configuredSizeBytes, WHOLE_BUFFER_BYTES);
        long wanted = Math.max(2, (totalBytes + size - 1) / size);
        return new BufferGeometry(powerOfTwoAtLeast((int) Math.min(wanted, MAX_COUNT)), size, incremental);
    }

    /** {@return the bytes of all buffers, which the slab must have} */
    public int slabBytes() {
        return count * sizeBytes;
    }

    /**
     * {@return how many buffers to give to the kernel at first} Few, so that a quiet loop touches little memory and
     * reuses what is in the cache; the pool gives more when the kernel ran out.
     */
    int initialLevel() {
        int bytes = incremental ? INITIAL_INCREMENTAL_BYTES : INITIAL_BYTES;
        return Math.max(2, Math.min(count, bytes / sizeBytes));
    }

    private static int powerOfTwoAtLeast(int value) {
        return value <= 1 ? 1 : Integer.highestOneBit(value - 1) << 1;
    }
}
