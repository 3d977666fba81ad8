// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both queues while their u32 counters go through the sign change, and through zero. */
class QueueWrapTest {
    private static final int ROUNDS = 12;

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 5, -7})
    void shouldSubmitThroughTheWrap(int counter) {
        QueueMemory memory = new QueueMemory(counter);
        SubmissionQueue sq = memory.submissionQueue();
        long prepared = 0;
        long consumed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = sq.ready(); i < QueueMemory.ENTRIES; i++) {
                assertEquals(QueueMemory.ENTRIES - i, sq.spaceLeft());
                sq.next().prepNop().userData(prepared++);
            }
            assertNull(sq.next());
            assertEquals(QueueMemory.ENTRIES, sq.flush());
            assertEquals(QueueMemory.ENTRIES, memory.kernelSees());
            assertEquals(consumed++, memory.kernelConsumes());
            assertEquals(consumed++, memory.kernelConsumes());
            assertEquals(consumed++, memory.kernelConsumes());
            sq.afterEnter();
            assertEquals(1, sq.ready());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 5, -7})
    void shouldFindRoomThatTheKernelMadeUnnoticed(int counter) {
        QueueMemory memory = new QueueMemory(counter);
        SubmissionQueue sq = memory.submissionQueue();
        for (int i = 0; i < QueueMemory.ENTRIES; i++) {
            sq.next().prepNop().userData(i);
        }
        sq.flush();
        memory.kernelConsumes();
        sq.next().prepNop().userData(4);
        assertNull(sq.next());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 5, -7})
    void shouldHidePreparedEntriesUntilTheFlush(int counter) {
        QueueMemory memory = new QueueMemory(counter);
        SubmissionQueue sq = memory.submissionQueue();
        sq.next().prepNop();
        assertEquals(0, memory.kernelSees());
        sq.flush();
        assertEquals(1, memory.kernelSees());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 5, -7})
    void shouldDrainThroughTheWrap(int counter) {
        QueueMemory memory = new QueueMemory(counter);
        CompletionQueue cq = memory.completionQueue();
        CqeBatch batch = new CqeBatch(3);
        int posted = 0;
        int drained = 0;
        for (int round = 0; round < ROUNDS; round++) {
            while (memory.kernelSeesRoom() > 0) {
                memory.kernelPosts(posted, -posted, posted << 16);
                posted++;
            }
            assertEquals(QueueMemory.ENTRIES, cq.ready());
            assertEquals(3, cq.drainTo(batch));
            assertEquals(3, memory.kernelSeesRoom());
            for (int i = 0; i < batch.size(); i++, drained++) {
                assertEquals(drained, batch.userData(i));
                assertEquals(-drained, batch.res(i));
                assertEquals(drained << 16, batch.flags(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 5, -7})
    void shouldEmptyTheBatchWhenNothingIsThere(int counter) {
        QueueMemory memory = new QueueMemory(counter);
        CompletionQueue cq = memory.completionQueue();
        CqeBatch batch = new CqeBatch(2);
        memory.kernelPosts(1, 0, 0);
        assertEquals(1, cq.drainTo(batch));
        assertEquals(0, cq.drainTo(batch));
        assertEquals(0, batch.size());
    }

    /** What a kernel that broke the protocol would look like. */
    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MAX_VALUE - 5, -7})
    void shouldNoticeIndicesThatCannotBe(int counter) {
        QueueMemory memory = new QueueMemory(counter);
        SubmissionQueue sq = memory.submissionQueue();
        memory.kernelConsumes();
        assertThrows(AssertionError.class, sq::ready);
        CompletionQueue cq = memory.completionQueue();
        for (int i = 0; i <= QueueMemory.ENTRIES; i++) {
            memory.kernelPosts(i, 0, 0);
        }
        assertThrows(AssertionError.class, cq::ready);
    }
}
