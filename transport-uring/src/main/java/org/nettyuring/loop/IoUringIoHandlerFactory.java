// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.ChannelException;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.nettyuring.metrics.GroupMetrics;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.ErrnoException;

/**
 * Makes the handlers of one group, and remembers their counters. Any thread. From {@link IoUringIoHandler#newFactory}.
 */
public final class IoUringIoHandlerFactory implements IoHandlerFactory {
    private final IoUringIoHandlerConfig config;
    private final List<LoopCounters> counters = new ArrayList<>();
    private final SharedTasks sharedTasks = new SharedTasks();

    IoUringIoHandlerFactory(IoUringIoHandlerConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    @Override
    public IoHandler newHandler(ThreadAwareExecutor executor) {
        try {
            IoUringIoHandler handler = new IoUringIoHandler(executor, config, sharedTasks);
            synchronized (counters) {
                counters.add(handler.counters());
            }
            return handler;
        } catch (ErrnoException e) {
            throw new ChannelException("cannot make an io_uring event loop: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isChangingThreadSupported() {
        return !config.singleIssuer();
    }

    /** {@return work that belongs to none of the loops of these handlers} */
    public SharedTasks sharedTasks() {
        return sharedTasks;
    }

    /** {@return the counters of each handler made so far, in their order} */
    public List<LoopCounters> counters() {
        synchronized (counters) {
            return List.copyOf(counters);
        }
    }

    /** {@return what the loops have done so far} */
    public GroupMetrics metrics() {
        return GroupMetrics.of(counters());
    }
}
