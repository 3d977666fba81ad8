// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.abi.CqeLayout;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.abi.SqeLayout;

/** Both queues in plain memory, with counters that start where a test says, and the kernel's side of each. */
final class QueueMemory {
    static final int ENTRIES = 4;

    private static final int SQ_HEAD = 0;
    private static final int SQ_TAIL = 4;
    private static final int SQ_MASK = 8;
    private static final int SQ_ENTRIES = 12;
    private static final int SQ_FLAGS = 16;
    private static final int CQ_HEAD = 64;
    private static final int CQ_TAIL = 68;
    private static final int CQ_MASK = 72;
    private static final int CQ_ENTRIES = 76;
    private static final int CQ_OVERFLOW = 80;
    private static final int CQES = 128;
    private static final int SQ_ARRAY = CQES + ENTRIES * CqeLayout.SIZE;

    final ByteBuffer ring = direct(SQ_ARRAY + ENTRIES * Integer.BYTES);
    final ByteBuffer sqes = direct(ENTRIES * SqeLayout.SIZE);
    final RingParams params;

    QueueMemory(int counter) {
        ByteBuffer answer = direct(Params.SIZE);
        answer.putInt(Params.SQ_ENTRIES_OFFSET, ENTRIES);
        answer.putInt(Params.CQ_ENTRIES_OFFSET, ENTRIES);
        answer.putInt(Params.SQ_OFF_HEAD_OFFSET, SQ_HEAD);
        answer.putInt(Params.SQ_OFF_TAIL_OFFSET, SQ_TAIL);
        answer.putInt(Params.SQ_OFF_RING_MASK_OFFSET, SQ_MASK);
        answer.putInt(Params.SQ_OFF_RING_ENTRIES_OFFSET, SQ_ENTRIES);
        answer.putInt(Params.SQ_OFF_FLAGS_OFFSET, SQ_FLAGS);
        answer.putInt(Params.SQ_OFF_ARRAY_OFFSET, SQ_ARRAY);
        answer.putInt(Params.CQ_OFF_HEAD_OFFSET, CQ_HEAD);
        answer.putInt(Params.CQ_OFF_TAIL_OFFSET, CQ_TAIL);
        answer.putInt(Params.CQ_OFF_RING_MASK_OFFSET, CQ_MASK);
        answer.putInt(Params.CQ_OFF_RING_ENTRIES_OFFSET, CQ_ENTRIES);
        answer.putInt(Params.CQ_OFF_OVERFLOW_OFFSET, CQ_OVERFLOW);
        answer.putInt(Params.CQ_OFF_CQES_OFFSET, CQES);
        params = new RingParams(answer);
        for (int offset : new int[] {SQ_HEAD, SQ_TAIL, CQ_HEAD, CQ_TAIL}) {
            ring.putInt(offset, counter);
        }
        ring.putInt(SQ_MASK, ENTRIES - 1);
        ring.putInt(SQ_ENTRIES, ENTRIES);
        ring.putInt(CQ_MASK, ENTRIES - 1);
        ring.putInt(CQ_ENTRIES, ENTRIES);
    }

    SubmissionQueue submissionQueue() {
        return new SubmissionQueue(ring, sqes, params);
    }

    CompletionQueue completionQueue() {
        return new CompletionQueue(ring, params);
    }

    /** The kernel takes one entry. {@return its user_data} */
    long kernelConsumes() {
        int head = ring.getInt(SQ_HEAD);
        int index = ring.getInt(SQ_ARRAY + (head & ENTRIES - 1) * Integer.BYTES);
        ring.putInt(SQ_HEAD, head + 1);
        return sqes.getLong(index * SqeLayout.SIZE + SqeLayout.USER_DATA_OFFSET);
    }

    /** {@return entries that the kernel sees} */
    int kernelSees() {
        return ring.getInt(SQ_TAIL) - ring.getInt(SQ_HEAD);
    }

    /** The kernel posts a completion, without a look at the head. */
    void kernelPosts(long userData, int res, int flags) {
        int tail = ring.getInt(CQ_TAIL);
        int cqe = CQES + (tail & ENTRIES - 1) * CqeLayout.SIZE;
        ring.putLong(cqe + CqeLayout.USER_DATA_OFFSET, userData);
        ring.putInt(cqe + CqeLayout.RES_OFFSET, res);
        ring.putInt(cqe + CqeLayout.FLAGS_OFFSET, flags);
        ring.putInt(CQ_TAIL, tail + 1);
    }

    /** {@return room that the kernel sees in the completion queue} */
    int kernelSeesRoom() {
        return ENTRIES - (ring.getInt(CQ_TAIL) - ring.getInt(CQ_HEAD));
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
