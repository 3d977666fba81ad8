// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.nettyuring.microbench.load.Tally;
import org.nettyuring.microbench.run.Sample;

/**
 * Gives an event loop tasks from another thread: the one that runs this. It waits by spinning, so it has no part in the
 * system calls but to wake the loop.
 */
final class TaskLoad {
    private static final long MOST_WAITING = 32 * 1024;
    private static final int BATCH = 1024;
    /** 128 bytes: a pair of cache lines, so that what the two threads write is not side by side. */
    private static final int MARGIN = 16;
    private static final long ASLEEP_AFTER_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private final Shape shape;
    private final Tally tally = new Tally();
    /** Tasks that ran since the beginning, in the middle; the loop writes it, alone, for each task. */
    private final AtomicLongArray ran = new AtomicLongArray(2 * MARGIN + 1);
    private final Runnable task = this::ranOne;
    private long given;

    private enum Shape { FLOOD, PING_PONG, WAKE }

    /**
     * Gives the loop work in one of these ways: {@code tasks-flood}, as fast as it goes; {@code tasks-ping-pong}, the
     * next when the last one ran; {@code tasks-wake}, each when the loop has gone to sleep.
     */
    TaskLoad(EventLoop loop, String service) {
        this.loop = loop;
        shape = switch (service) {
            case "tasks-flood" -> Shape.FLOOD;
            case "tasks-ping-pong" -> Shape.PING_PONG;
            case "tasks-wake" -> Shape.WAKE;
            default -> throw new IllegalArgumentException("no such service: " + service);
        };
    }

    /** {@return tasks as requests; as latency the time until a task ran, of a flood the time for each task} */
    Sample run(long durationNs) {
        tally.begin();
        final long deadlineNs = System.nanoTime() + durationNs;
        while (System.nanoTime() - deadlineNs < 0 && tally.errors() == 0) {
            switch (shape) {
                case FLOOD -> flood();
                case PING_PONG -> one();
                case WAKE -> {
                    spinUntil(System.nanoTime() + ASLEEP_AFTER_NS);
                    one();
                }
            }
        }
        await(given);
        return tally.end();
    }

    private void ranOne() {
        ran.lazySet(MARGIN, ran.getPlain(MARGIN) + 1);
    }

    private void flood() {
        final long startNs = System.nanoTime();
        for (int i = 0; i < BATCH; i++) {
            loop.execute(task);
        }
        given += BATCH;
        await(given - MOST_WAITING);
        tally.good(BATCH, (System.nanoTime() - startNs) / BATCH);
    }

    private void one() {
        final long startNs = System.nanoTime();
        loop.execute(task);
        given++;
        await(given);
        tally.good(1, System.nanoTime() - startNs);
    }

    private void await(long count) {
        long spins = 0;
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (ran.getAcquire(MARGIN) - count < 0) {
            Thread.onSpinWait();
            if ((++spins & 0xfff) == 0 && System.nanoTime() - deadlineNs > 0) {
                tally.error("a task did not run for 5 s");
                return;
            }
        }
    }

    private static void spinUntil(long timeNs) {
        while (System.nanoTime() - timeNs < 0) {
            Thread.onSpinWait();
        }
    }
}
