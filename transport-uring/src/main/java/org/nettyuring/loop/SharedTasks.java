// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work of a group that belongs to none of its loops: whoever has nothing else to do takes the oldest. Any thread.
 *
 * <p>A submitter publishes its task, then looks for a worker that sleeps and wakes that one; a worker says that it
 * sleeps, then looks for tasks once more. So either the one sees the other, or all are awake, and take the task when
 * they are about to sleep. The end goes the same way: a submitter publishes and then looks whether all loops have left,
 * the last loop leaves and then takes what is there.
 */
public final class SharedTasks {
    private static final Worker[] NOBODY = {};

    private final Queue<SharedTask<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Worker[] workers = NOBODY;
    /** Workers whose departure ends everything. Guarded by this. */
    private int loops;
    private volatile boolean closed;

    /** One who takes tasks. */
    interface Worker {
        /** {@return whether it slept, and was woken by this call} Any thread. */
        boolean wakeIfAsleep();

        /** {@return whether it does not run now, and was made to by this call} Any thread. */
        boolean wakeIfDormant();
    }

    SharedTasks() {}

    /**
     * Has some worker do it.
     *
     * @param work to be done once
     * @param <V> type of its result
     * @return its outcome; listeners are called on the thread that did it. A cancel has an effect until it is taken
     * @throws RejectedExecutionException if all loops have been told to end
     */
    public <V> Future<V> submit(Callable<V> work) {
        SharedTask<V> task = new SharedTask<>(Objects.requireNonNull(work, "work"));
        queue.add(task);
        if (closed && queue.remove(task)) {
            throw new RejectedExecutionException("submitAnywhere: the group is shutting down");
        }
        wakeOne();
        return task;
    }

    private void wakeOne() {
        Worker[] all = workers;
        int first = turns.getAndIncrement();
        for (int i = 0; i < all.length; i++) {
            if (all[Math.floorMod(first + i, all.length)].wakeIfAsleep()) {
                return;
            }
        }
        for (int i = 0; i < all.length; i++) {
            if (all[Math.floorMod(first + i, all.length)].wakeIfDormant()) {
                return;
            }
        }
    }

    /** {@return whether there is nothing to take} */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** {@return the oldest task, now the caller's to run; null if there is none} */
    SharedTask<?> poll() {
        return queue.poll();
    }

    /** Somebody takes tasks from now on. */
    synchronized void join(Worker worker, boolean isLoop) {
        Worker[] more = Arrays.copyOf(workers, workers.length + 1);
        more[more.length - 1] = worker;
        workers = more;
        loops += isLoop ? 1 : 0;
    }

    /** A loop takes none any more; the last one does what is left. On its thread, while it takes tasks of its own. */
    void leave(Worker loop, EventExecutor executor) {
        if (removeLast(loop)) {
            closed = true;
            for (SharedTask<?> task = poll(); task != null; task = poll()) {
                task.runOn(executor);
            }
        }
    }

    private synchronized boolean removeLast(Worker loop) {
        workers = Arrays.stream(workers).filter(worker -> worker != loop).toArray(Worker[]::new);
        return --loops == 0;
    }

    /** Has somebody who was not woken for it look for what is there. */
    void wakeForRest() {
        if (!isEmpty()) {
            wakeOne();
        }
    }
}
