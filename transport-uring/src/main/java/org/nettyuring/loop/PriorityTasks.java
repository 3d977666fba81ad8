// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.EventLoop;
import java.util.Objects;
import org.nettyuring.op.IoPriority;

/**
 * Tasks that are more or less urgent than others of their loop. High ones run before usual ones that wait already, and
 * before the completions of the loop's next turn; low ones a few per turn, after everything else, at least one. Tasks
 * of one priority and one thread run in their order.
 */
public final class PriorityTasks {
    private PriorityTasks() {}

    /**
     * Has a loop run a task. Any thread. As with {@code execute}, what is accepted is run, also while the loop shuts
     * down.
     *
     * @param loop of an {@code IoUringEventLoopGroup}; on any other one it is {@code loop.execute}
     * @param priority {@link IoPriority#NORMAL} for {@code loop.execute}
     * @param task run once
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    public static void execute(EventLoop loop, IoPriority priority, Runnable task) {
        Objects.requireNonNull(task, "task");
        if (priority == IoPriority.NORMAL || !(loop instanceof IoUringEventLoop uring)) {
            loop.execute(task);
        } else {
            uring.handler().taskLanes().execute(priority, task);
        }
    }
}
