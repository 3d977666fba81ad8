// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

/**
 * Who has which buffer. A buffer is with the kernel, which takes bytes from it in the order of its completions; then
 * pinned, until the last piece lent from it came back; then idle, until the kernel gets it again:
 * <pre>
 *            add                 F_BUF_MORE clear          last piece back
 *   idle ──────────► with kernel ────────────────► pinned ────────────────► idle
 *                                └───────────── no piece lent ───────────►
 * </pre>
 * The kernel holds {@code level} buffers while there are so many; idle ones are reused last in, first out, so that the
 * working set stays small. Loop thread only.
 */
final class BufferLedger {
    /** So many bytes are worth the entry and the completion that a receive costs when it finds none and is repeated. */
    private static final long BYTES_PER_STARVED = 256 << 10;

    private final BufferSupply supply;
    private final BufferGeometry geometry;
    private final long slabAddress;
    /** Bytes the kernel took since it last got the buffer, by bid. */
    private final int[] consumedBytes;
    /** Pieces lent and not returned, by bid. */
    private final int[] lentPieces;
    private final boolean[] withKernel;
    private final int[] idle;
    private int idleCount;
    private int kernelCount;
    private int pinnedCount;
    private int level;

    BufferLedger(BufferSupply supply, BufferGeometry geometry, long slabAddress) {
        this.supply = supply;
        this.geometry = geometry;
        this.slabAddress = slabAddress;
        int count = geometry.count();
        consumedBytes = new int[count];
        lentPieces = new int[count];
        withKernel = new boolean[count];
        idle = new int[count];
        for (int bid = count - 1; bid >= 0; bid--) {
            idle[idleCount++] = bid;
        }
        level = geometry.initialLevel();
        refill();
    }

    /**
     * Books what one completion took from a buffer, as one lent piece.
     *
     * @param bid the buffer; with the kernel
     * @param lengthBytes {@code cqe->res}
     * @param more whether the kernel goes on in this buffer ({@code IORING_CQE_F_BUF_MORE})
     * @return the offset of the bytes in the slab
     */
    int take(int bid, int lengthBytes, boolean more) {
        checkWithKernel(bid);
        int start = consumedBytes[bid];
        int end = start + lengthBytes;
        int size = geometry.sizeBytes();
        if (lengthBytes < 1 || end > size || more && end == size) {
            throw new IllegalStateException("completion of " + lengthBytes + " bytes in buffer " + bid + " at " + start
                    + " of " + size + (more ? ", more to come" : "") + ": the order of completions was lost");
        }
        consumedBytes[bid] = end;
        lentPieces[bid]++;
        if (!more) {
            retire(bid);
        }
        return bid * size + start;
    }

    /**
     * Books a completion that took a whole buffer for nothing: no bytes, and no piece.
     *
     * @param bid the buffer; with the kernel
     */
    void takeEmpty(int bid) {
        checkWithKernel(bid);
        lentPieces[bid]++;
        retire(bid);
        giveBack(bid);
    }

    /**
     * Books the return of one piece.
     *
     * @param bid the buffer it is from
     */
    void giveBack(int bid) {
        assert lentPieces[bid] > 0 : "nothing lent from buffer " + bid;
        if (--lentPieces[bid] == 0 && !withKernel[bid]) {
            pinnedCount--;
            idle[idleCount++] = bid;
            refill();
        }
    }

    private void retire(int bid) {
        withKernel[bid] = false;
        kernelCount--;
        pinnedCount++;
        refill();
    }

    private void refill() {
        if (kernelCount >= level || idleCount == 0) {
            return;
        }
        int size = geometry.sizeBytes();
        do {
            int bid = idle[--idleCount];
            consumedBytes[bid] = 0;
            withKernel[bid] = true;
            kernelCount++;
            supply.add(slabAddress + (long) bid * size, size, bid);
        } while (kernelCount < level && idleCount > 0);
        supply.publish();
    }

    private void checkWithKernel(int bid) {
        if (bid >= withKernel.length || !withKernel[bid]) {
            throw new IllegalStateException("completion in buffer " + bid + ", which is not with the kernel");
        }
    }

    /**
     * {@return whether so many receives, which ran out in one turn, took so few bytes each that it costs} One that took
     * all there was is better repeated with the same memory, which is in the cache, than given more.
     *
     * @param receives that ran out
     */
    boolean isTooLittleFor(int receives) {
        return !geometry.incremental() || (long) level * geometry.sizeBytes() < receives * BYTES_PER_STARVED;
    }

    /** The kernel ran out: gives it twice as many from now on, as far as there are. */
    void raiseLevel() {
        level = Math.min(2 * level, geometry.count());
        refill();
    }

    /** {@return whether the kernel has at least half of the buffers it should have} */
    boolean isReplenished() {
        return 2 * kernelCount >= level;
    }

    /** {@return buffers that the kernel is done with and that lent pieces keep from it} */
    int pinnedCount() {
        return pinnedCount;
    }

    /** {@return buffers that the kernel can take bytes from} */
    int kernelCount() {
        return kernelCount;
    }

    /** {@return how many buffers the kernel should have} */
    int level() {
        return level;
    }
}
