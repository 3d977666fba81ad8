// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A loop without a ring, for computing: a plain executor that takes shared tasks, and nothing else. */
public final class ComputeWorker implements SharedTasks.Worker {
    private final SharedTasks tasks;
    private final EventExecutor executor;
    private final Runnable takeOne = this::takeOne;
    private final AtomicBoolean asleep = new AtomicBoolean(true);

    private ComputeWorker(SharedTasks tasks, EventExecutor executor) {
        this.tasks = tasks;
        this.executor = executor;
    }

    /**
     * Has an executor take shared tasks until it is shut down.
     *
     * @param tasks of a group
     * @param executor of one thread
     */
    public static void start(SharedTasks tasks, EventExecutor executor) {
        tasks.join(new ComputeWorker(tasks, executor), false);
    }

    @Override
    public boolean wakeIfAsleep() {
        return !executor.isShuttingDown() && asleep.compareAndSet(true, false) && wake();
    }

    private boolean wake() {
        try {
            executor.execute(takeOne);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // it has been shut down: never asleep again
        }
    }

    @Override
    public boolean wakeIfDormant() {
        return false;
    }

    private void takeOne() {
        SharedTask<?> task = tasks.poll();
        if (task != null) {
            task.runOn(executor);
            if (!wake()) {
                tasks.wakeForRest();
            }
            return;
        }
        asleep.set(true);
        if (!tasks.isEmpty() && asleep.compareAndSet(true, false) && !wake()) {
            tasks.wakeForRest();
        }
    }
}
