// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.nio.ByteBuffer;
import org.nettyuring.abi.CqeLayout;
import org.nettyuring.memory.Memory;

/**
 * The completion queue: the kernel writes entries and its tail, we read them and move its head. Indices are
 * free-running u32: masked for a slot, compared by difference. Thread: the ring's submitter.
 */
final class CompletionQueue {
    private final ByteBuffer ring;
    private final int kHeadOffset;
    private final int kTailOffset;
    private final int kOverflowOffset;
    private final int cqesOffset;
    private final int entries;
    private final int mask;

    /** The head, which only we write. */
    private int head;

    CompletionQueue(ByteBuffer cqRing, RingParams params) {
        ring = cqRing;
        kHeadOffset = params.cqHead();
        kTailOffset = params.cqTail();
        kOverflowOffset = params.cqOverflow();
        cqesOffset = params.cqCqes();
        entries = ring.getInt(params.cqRingEntries());
        mask = ring.getInt(params.cqRingMask());
        assert mask == entries - 1 && entries == params.cqEntries() : "cq: " + entries + ", mask " + mask;
        head = Memory.getIntAcquire(ring, kHeadOffset);
    }

    int ready() {
        // Partner: the kernel's release store of the tail in io_commit_cqring: the entries were written before it.
        int ready = Memory.getIntAcquire(ring, kTailOffset) - head;
        assert ready >= 0 && ready <= entries : "cq: " + ready + " ready of " + entries;
        return ready;
    }

    int drainTo(CqeBatch batch) {
        batch.clear();
        int count = Math.min(ready(), batch.capacity());
        if (count == 0) {
            return 0;
        }
        ByteBuffer cqes = ring;
        int at = head;
        for (int end = at + count; at != end; at++) {
            int offset = cqesOffset + (at & mask) * CqeLayout.SIZE;
            batch.add(
                    cqes.getLong(offset + CqeLayout.USER_DATA_OFFSET),
                    cqes.getInt(offset + CqeLayout.RES_OFFSET),
                    cqes.getInt(offset + CqeLayout.FLAGS_OFFSET));
        }
        head = at;
        // Partner: the kernel's load of the head in io_cqring_free: we have read the entries whose slots it reuses.
        Memory.putIntRelease(ring, kHeadOffset, at);
        return count;
    }

    int entries() {
        return entries;
    }

    int kOverflow() {
        return Memory.getIntAcquire(ring, kOverflowOffset);
    }
}
