// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DoorbellTest {
    @Test
    void shouldSendNothingOnceClosed() {
        CountingDoorbell bell = new CountingDoorbell();
        bell.ring();
        bell.close();
        bell.ring();
        bell.ring();

        assertEquals(1, bell.sent.get());
    }

    @Test
    void shouldTellAnEnteringRingerThatTheLoopHasEnded() {
        CountingDoorbell bell = new CountingDoorbell();
        assertTrue(bell.enter());
        bell.exit();
        bell.close();

        assertFalse(bell.enter());
        bell.exit();
    }

    @Test
    void shouldStayOpenUntilTheLastRingerHasLeft() throws InterruptedException {
        CountingDoorbell bell = new CountingDoorbell();
        assertTrue(bell.enter());
        CountDownLatch closed = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            bell.close();
            closed.countDown();
        });
        closer.start();
        while (bell.enter()) { // until the closer has marked it
            bell.exit();
            Thread.onSpinWait();
        }
        bell.exit();
        assertEquals(1, closed.getCount());

        bell.exit();

        closed.await();
        closer.join();
    }

    private static final class CountingDoorbell extends Doorbell {
        final AtomicInteger sent = new AtomicInteger();

        @Override
        void send() {
            sent.incrementAndGet();
        }

        @Override
        void open() {
            throw new AssertionError("not needed");
        }

        @Override
        void beginClose() {
            throw new AssertionError("not needed");
        }

        @Override
        void free() {
            throw new AssertionError("not needed");
        }
    }
}
