// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.RejectedExecutionException;

/** A loop as one of those that do {@link SharedTasks}. Loop thread only, unless a method says otherwise. */
final class LoopWorker implements SharedTasks.Worker {
    private final IoUringIoHandler handler;
    private final ThreadAwareExecutor executor;
    private final SharedTasks shared;
    private volatile boolean started;

    LoopWorker(IoUringIoHandler handler, ThreadAwareExecutor executor, SharedTasks shared) {
        this.handler = handler;
        this.executor = executor;
        this.shared = shared;
        shared.join(this, true);
    }

    void started() {
        started = true;
    }

    /** {@return whether there was a task} There is nothing else to do. It runs with the loop's own, after this turn. */
    boolean takeOne() {
        SharedTask<?> task = shared.poll();
        if (task == null) {
            return false;
        }
        EventExecutor taker = taker();
        try {
            executor.execute(() -> task.runOn(taker));
        } catch (RejectedExecutionException e) {
            task.runOn(taker); // accepted is accepted
        }
        return true;
    }

    private EventExecutor taker() {
        return executor instanceof EventExecutor loop ? loop : ImmediateEventExecutor.INSTANCE;
    }

    /** The loop is about to end. */
    void leave() {
        shared.leave(this, taker());
    }

    @Override
    public boolean wakeIfAsleep() {
        return handler.wakeIfAsleep();
    }

    /** Not started yet, or suspended. */
    @Override
    public boolean wakeIfDormant() {
        boolean dormant = !started || handler.isSuspended();
        if (dormant) {
            handler.execute(() -> { });
        }
        return dormant;
    }
}
