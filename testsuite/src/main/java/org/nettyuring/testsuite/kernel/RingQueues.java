// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.abi.IoUringConstants;

/**
 * The two queues in shared memory, seen from the kernel. Offsets are not those of any Linux, so that nobody gets away
 * with constants instead of {@code io_uring_params}. Used under the kernel's lock; the user's side reads and writes the
 * memory without it, ordered by acquire and release.
 */
final class RingQueues {
    static final int SQ_HEAD = 0x40;
    static final int SQ_TAIL = 0x80;
    static final int SQ_MASK = 0xC0;
    static final int SQ_ENTRIES = 0xC4;
    static final int SQ_FLAGS = 0x100;
    static final int SQ_DROPPED = 0x104;
    static final int CQ_HEAD = 0x140;
    static final int CQ_TAIL = 0x180;
    static final int CQ_MASK = 0x1C0;
    static final int CQ_ENTRIES = 0x1C4;
    static final int CQ_OVERFLOW = 0x200;
    static final int CQ_FLAGS = 0x204;
    static final int CQES = 0x240;

    private static final int CQE_SIZE = 16;
    private static final int PAGE = 4096;
    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    final KernelMapping rings;
    final KernelMapping sqes;
    private final int sqEntries;
    private final int cqEntries;
    private final boolean hasArray;
    private final ByteBuffer ringsBytes;
    private final ByteBuffer sqesBytes;
    private int sqHead;
    private int cqTail;
    private int lastCqHead;

    RingQueues(FakeKernel kernel, int sqEntries, int cqEntries, boolean hasArray, int initialIndex) {
        this.sqEntries = sqEntries;
        this.cqEntries = cqEntries;
        this.hasArray = hasArray;
        rings = new KernelMapping(kernel, pages(arrayOffset() + (hasArray ? 4L * sqEntries : 0)), "sq and cq ring");
        sqes = new KernelMapping(kernel, pages((long) SubmittedSqe.SIZE * sqEntries), "sqes");
        ringsBytes = rings.bytes();
        sqesBytes = sqes.bytes();
        sqHead = initialIndex;
        cqTail = initialIndex;
        lastCqHead = initialIndex;
        for (int offset : new int[] {SQ_HEAD, SQ_TAIL, CQ_HEAD, CQ_TAIL}) {
            ringsBytes.putInt(offset, initialIndex);
        }
        ringsBytes.putInt(SQ_MASK, sqEntries - 1);
        ringsBytes.putInt(SQ_ENTRIES, sqEntries);
        ringsBytes.putInt(CQ_MASK, cqEntries - 1);
        ringsBytes.putInt(CQ_ENTRIES, cqEntries);
    }

    private static int pages(long bytes) {
        return Math.toIntExact((bytes + PAGE - 1) / PAGE * PAGE);
    }

    int arrayOffset() {
        return CQES + CQE_SIZE * cqEntries;
    }

    int sqEntries() {
        return sqEntries;
    }

    int cqEntries() {
        return cqEntries;
    }

    /** Memory for an {@code mmap} offset, or null. */
    KernelMapping mappingAt(long offset) {
        if (offset == IoUringConstants.IORING_OFF_SQES) {
            return sqes;
        }
        return offset == IoUringConstants.IORING_OFF_SQ_RING || offset == IoUringConstants.IORING_OFF_CQ_RING
                ? rings : null;
    }

    /** Entries between the kernel's head and the user's tail; may be nonsense if the user is wrong. */
    int sqPending() {
        return (int) INT.getAcquire(ringsBytes, SQ_TAIL) - sqHead;
    }

    /** The kernel's head was moved by somebody else. */
    boolean isSqHeadIntact() {
        return (int) INT.getAcquire(ringsBytes, SQ_HEAD) == sqHead
                && (int) INT.getAcquire(ringsBytes, CQ_TAIL) == cqTail;
    }

    /** Copies the entry at the head and consumes it; null if the index array points outside. */
    SubmittedSqe takeSqe() {
        int slot = sqHead & sqEntries - 1;
        int index = hasArray ? ringsBytes.getInt(arrayOffset() + 4 * slot) : slot;
        sqHead++;
        INT.setRelease(ringsBytes, SQ_HEAD, sqHead);
        if (index < 0 || index >= sqEntries) {
            return null;
        }
        byte[] copy = new byte[SubmittedSqe.SIZE];
        sqesBytes.get(SubmittedSqe.SIZE * index, copy);
        // What was consumed is the user's again; whoever lets the kernel read it twice gets this.
        for (int i = 0; i < SubmittedSqe.SIZE; i++) {
            sqesBytes.put(SubmittedSqe.SIZE * index + i, (byte) 0xA5);
        }
        return new SubmittedSqe(copy);
    }

    /** Completions the user has not released. */
    int cqPending() {
        return cqTail - (int) INT.getAcquire(ringsBytes, CQ_HEAD);
    }

    boolean cqIsFull() {
        return cqPending() >= cqEntries;
    }

    /** Whether the user's head moved, forward only, and not beyond the tail. */
    boolean isCqHeadValid() {
        int head = (int) INT.getAcquire(ringsBytes, CQ_HEAD);
        int moved = head - lastCqHead;
        boolean valid = moved >= 0 && moved <= cqTail - lastCqHead;
        lastCqHead = head;
        return valid;
    }

    void postCqe(long userData, int res, int flags) {
        int at = CQES + CQE_SIZE * (cqTail & cqEntries - 1);
        ringsBytes.putLong(at, userData);
        ringsBytes.putInt(at + 8, res);
        ringsBytes.putInt(at + 12, flags);
        cqTail++;
        INT.setRelease(ringsBytes, CQ_TAIL, cqTail);
    }

    void sqFlag(int flag, boolean on) {
        int old = (int) INT.getAcquire(ringsBytes, SQ_FLAGS);
        INT.setRelease(ringsBytes, SQ_FLAGS, on ? old | flag : old & ~flag);
    }

    void free() {
        rings.free();
        sqes.free();
    }

    @Override
    public String toString() {
        return "sq head " + Integer.toUnsignedString(sqHead) + " pending " + sqPending() + "/" + sqEntries
                + ", cq tail " + Integer.toUnsignedString(cqTail) + " pending " + cqPending() + "/" + cqEntries;
    }
}
