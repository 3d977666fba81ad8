// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.Errno;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.Op;
import org.nettyuring.op.OpTable;
import org.nettyuring.op.Submitter;

class LoopTimerTest {
    private final LoopCounters counters = new LoopCounters();
    private final RecordingSubmitter submitter = new RecordingSubmitter();
    private final LoopTimer timer = new LoopTimer("loop", submitter, counters, true);

    @Test
    void shouldArmOnceAndLeaveALaterDeadlineAlone() {
        timer.arm(1_000);
        timer.arm(2_000);
        timer.arm(1_000);

        assertEquals(List.of("TIMEOUT"), submitter.submitted);
        assertEquals(1, counters.timerSqes);
    }

    @Test
    void shouldMoveToAnEarlierDeadline() {
        timer.arm(1_000);
        timer.arm(500);
        submitter.complete("TIMEOUT_UPDATE", 0);
        timer.arm(700);
        timer.arm(400);

        assertEquals(List.of("TIMEOUT", "TIMEOUT_UPDATE", "TIMEOUT_UPDATE"), submitter.submitted);
    }

    @Test
    void shouldArmAnewAfterExpiry() {
        timer.arm(1_000);
        submitter.complete("TIMEOUT", -Errno.ETIME);
        timer.arm(2_000);

        assertEquals(List.of("TIMEOUT", "TIMEOUT"), submitter.submitted);
    }

    @Test
    void shouldArmAnewWhenTheUpdateFoundTheTimerExpired() {
        timer.arm(1_000);
        timer.arm(500);
        submitter.complete("TIMEOUT_UPDATE", -Errno.ENOENT);
        submitter.complete("TIMEOUT", -Errno.ETIME);
        timer.arm(500);

        assertEquals(List.of("TIMEOUT", "TIMEOUT_UPDATE", "TIMEOUT"), submitter.submitted);
    }

    @Test
    void shouldAskAgainWhenAnUpdateIsStillUnderWay() {
        timer.arm(1_000);
        timer.arm(500);
        timer.arm(100);
        assertEquals(List.of("TIMEOUT", "TIMEOUT_UPDATE"), submitter.submitted);

        submitter.complete("TIMEOUT_UPDATE", 0);
        timer.arm(100);

        assertEquals(List.of("TIMEOUT", "TIMEOUT_UPDATE", "TIMEOUT_UPDATE"), submitter.submitted);
    }

    @Test
    void shouldCompareDeadlinesAcrossTheWrapOfTheClock() {
        timer.arm(Long.MAX_VALUE);
        timer.arm(Long.MIN_VALUE + 10);

        assertEquals(List.of("TIMEOUT"), submitter.submitted);
    }

    @Test
    void shouldCancelAndArmAnewWhereTimersCannotBeMoved() {
        LoopTimer plain = new LoopTimer("loop", submitter, counters, false);
        plain.arm(1_000);
        plain.arm(500);
        assertEquals(1, submitter.cancelled.size());

        submitter.complete("TIMEOUT", -Errno.ECANCELED);
        plain.arm(500);

        assertEquals(List.of("TIMEOUT", "TIMEOUT"), submitter.submitted);
    }

    /** Holds operations as the kernel would, until the test completes them. */
    private static final class RecordingSubmitter implements Submitter {
        final List<String> submitted = new ArrayList<>();
        final List<Op> cancelled = new ArrayList<>();
        private final OpTable table = new OpTable(4, 4);
        private final Deque<Op> inKernel = new ArrayDeque<>();

        @Override
        public void submit(Op op) {
            table.acquire(op, 0);
            submitted.add(op.name());
            inKernel.add(op);
        }

        @Override
        public void submitNow() {
            throw new AssertionError("a timer is in no hurry");
        }

        @Override
        public void cancel(Op op) {
            cancelled.add(op);
        }

        @Override
        public void afterDispatch(AfterDispatch hook) {
            throw new AssertionError("a timer has no hook");
        }

        void complete(String name, int res) {
            Op op = inKernel.stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
            inKernel.remove(op);
            table.release(op);
            op.deliver(res, 0);
        }
    }
}
