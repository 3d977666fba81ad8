// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SqeLayout;
import org.nettyuring.memory.Memory;

/**
 * The submission queue: we write entries and its tail, the kernel reads them and moves its head, which without SQPOLL
 * happens only inside our own enter. Indices are free-running u32: masked for a slot, compared by difference. Thread:
 * the ring's submitter.
 */
final class SubmissionQueue {
    private final ByteBuffer ring;
    private final int kHeadOffset;
    private final int kTailOffset;
    private final int kFlagsOffset;
    private final int entries;
    private final int mask;
    private final Sqe sqe;

    /** One past the last prepared entry; the kernel sees it after {@link #flush()}. */
    private int sqeTail;
    /** Our copy of the kernel's head, taken after each enter. It may lag behind, never run ahead. */
    private int kHeadShadow;

    SubmissionQueue(ByteBuffer sqRing, ByteBuffer sqes, RingParams params) {
        ring = sqRing;
        kHeadOffset = params.sqHead();
        kTailOffset = params.sqTail();
        kFlagsOffset = params.sqFlags();
        entries = ring.getInt(params.sqRingEntries());
        mask = ring.getInt(params.sqRingMask());
        assert mask == entries - 1 && entries == params.sqEntries() : "sq: " + entries + ", mask " + mask;
        sqe = new Sqe(sqes);
        if (params.hasSqArray()) {
            fillArray(params.sqArray());
        }
        kHeadShadow = Memory.getIntAcquire(ring, kHeadOffset);
        sqeTail = kHeadShadow;
    }

    /** With an index array, entry i is always in slot i. */
    private void fillArray(int arrayOffset) {
        for (int i = 0; i < entries; i++) {
            ring.putInt(arrayOffset + i * Integer.BYTES, i);
        }
    }

    Sqe next() {
        if (sqeTail - kHeadShadow == entries && !refreshHead()) {
            return null;
        }
        Sqe next = sqe.at((sqeTail & mask) * SqeLayout.SIZE);
        sqeTail++;
        return next;
    }

    /** Takes the last entry back; the kernel has not been shown it. */
    void unget() {
        assert sqeTail != kHeadShadow : "no entry to give back";
        sqeTail--;
    }

    /** {@return the free-running index that the next entry will have} */
    int tail() {
        return sqeTail;
    }

    /** {@return the view of an entry that the kernel has not consumed, to be prepared anew} */
    Sqe at(int index) {
        assert index - kHeadShadow >= 0 && sqeTail - index > 0 : "consumed, or never prepared: " + index;
        return sqe.at((index & mask) * SqeLayout.SIZE);
    }

    int spaceLeft() {
        refreshHead();
        return entries - (sqeTail - kHeadShadow);
    }

    int ready() {
        refreshHead();
        return sqeTail - kHeadShadow;
    }

    int entries() {
        return entries;
    }

    /**
     * Shows the prepared entries to the kernel.
     *
     * @return how many it has not consumed
     */
    int flush() {
        // Partner: the kernel's acquire load of the tail in io_sqring_entries.
        Memory.putIntRelease(ring, kTailOffset, sqeTail);
        return sqeTail - kHeadShadow;
    }

    /** After an enter. */
    void afterEnter() {
        refreshHead();
    }

    /** {@return {@code sq_ring->flags}, which the kernel writes at any time} */
    int kFlags() {
        return Memory.getIntAcquire(ring, kFlagsOffset);
    }

    /** {@return whether there is room now} */
    private boolean refreshHead() {
        // Partner: the kernel's release store of the head in io_commit_sqring: it has read the entries before it.
        int kHead = Memory.getIntAcquire(ring, kHeadOffset);
        assert kHead - kHeadShadow >= 0 && sqeTail - kHead >= 0 && sqeTail - kHead <= entries
                : "sq head " + Integer.toUnsignedString(kHead) + ", tail " + Integer.toUnsignedString(sqeTail);
        kHeadShadow = kHead;
        return sqeTail - kHead != entries;
    }
}
