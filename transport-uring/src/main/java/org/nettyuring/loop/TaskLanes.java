// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.nettyuring.op.IoPriority;

/**
 * The tasks of one loop that are more or less urgent than others. Each of them is accepted, or refused, as a task of
 * the loop's own: for a high one a task runs that runs one high task, if the loop has not been there before; a low one
 * runs, if it is its turn as a usual task, by joining the low ones. Loop thread only, but for {@link #execute}.
 */
final class TaskLanes {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(TaskLanes.class);

    private final ThreadAwareExecutor executor;
    private final LongSupplier clock;
    private final BooleanSupplier somethingCame;
    private final Queue<Runnable> high = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> low = new ArrayDeque<>();
    private final Runnable runOneHigh = this::runOneHigh;
    private boolean ended;

    /**
     * Makes empty lanes.
     *
     * @param executor the loop
     * @param clock in nanoseconds
     * @param somethingCame whether there are completions, for which low ones make way
     */
    TaskLanes(ThreadAwareExecutor executor, LongSupplier clock, BooleanSupplier somethingCame) {
        this.executor = executor;
        this.clock = clock;
        this.somethingCame = somethingCame;
    }

    /** Any thread. */
    void execute(IoPriority priority, Runnable task) {
        if (priority == IoPriority.LOW) {
            executor.execute(() -> joinLow(task));
            return;
        }
        high.add(task);
        try {
            executor.execute(runOneHigh);
        } catch (RejectedExecutionException e) {
            if (high.remove(task)) {
                throw e;
            }
        }
    }

    private void runOneHigh() {
        Runnable task = high.poll();
        if (task != null) {
            run(task);
        }
    }

    /** {@return the oldest high task, now the caller's to run; null if there is none} */
    Runnable pollHigh() {
        return high.poll();
    }

    private void joinLow(Runnable task) {
        if (ended) {
            run(task);
        } else {
            low.add(task);
        }
    }

    /** A turn begins: those that are there now. */
    void runHigh() {
        for (int left = high.size(); left > 0; left--) {
            runOneHigh();
        }
    }

    boolean hasLow() {
        return !low.isEmpty();
    }

    /** A turn ends: one, and more as long as there is nothing else to do, for a slice at most. */
    void runLow() {
        long startNs = clock.getAsLong();
        while (hasLow()) {
            run(low.poll());
            if (somethingCame.getAsBoolean() || !high.isEmpty()
                    || clock.getAsLong() - startNs >= CompletionLanes.SLICE_NS) {
                return;
            }
        }
    }

    /** The loop is about to end: low ones are like others. */
    void end() {
        ended = true;
        while (hasLow()) {
            run(low.poll());
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable cause) {
            LOGGER.warn("a task threw: {}", task, cause);
        }
    }
}
