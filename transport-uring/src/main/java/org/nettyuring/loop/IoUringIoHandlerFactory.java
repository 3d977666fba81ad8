// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.ChannelException;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.nettyuring.metrics.GroupInFlight;
import org.nettyuring.metrics.GroupMetrics;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.ErrnoException;

/**
 * Makes the handlers of one group, and remembers them. Any thread. From {@link IoUringIoHandler#newFactory}.
 */
public final class IoUringIoHandlerFactory implements IoHandlerFactory {
    private final IoUringIoHandlerConfig config;
    /** Guarded by itself. */
    private final List<IoUringIoHandler> handlers = new ArrayList<>();
    private final SharedTasks sharedTasks = new SharedTasks();

    IoUringIoHandlerFactory(IoUringIoHandlerConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    @Override
    public IoHandler newHandler(ThreadAwareExecutor executor) {
        try {
            IoUringIoHandler handler = new IoUringIoHandler(executor, config, sharedTasks);
            synchronized (handlers) {
                handlers.add(handler);
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
        return handlers().stream().map(IoUringIoHandler::counters).toList();
    }

    private List<IoUringIoHandler> handlers() {
        synchronized (handlers) {
            return List.copyOf(handlers);
        }
    }

    /** {@return what the loops have done so far} */
    public GroupMetrics metrics() {
        return GroupMetrics.of(counters());
    }

    /**
     * Asks each loop what it has in the kernel. Blocks until they have answered, but on a loop's own thread, which gets
     * that loop's answer only.
     *
     * @param patience longest wait, for all loops together
     * @return what they have; loops that are busy longer, and those that do not run, say so
     */
    public GroupInFlight inFlight(Duration patience) {
        return new InFlightInquiry(handlers()).ask(patience.toNanos());
    }
}
