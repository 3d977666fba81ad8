// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** An event loop of an {@code IoUringEventLoopGroup}: Netty's, which also tells how much it has to do. Any thread. */
public final class IoUringEventLoop extends SingleThreadIoEventLoop {
    private final AtomicInteger arriving = new AtomicInteger();
    private final ChannelFutureListener arrived = future -> arriving.decrementAndGet();
    /** Set before the first channel comes. */
    private boolean countsArrivals;

    /**
     * Makes a loop, and its ring.
     *
     * @param parent the group
     * @param executor runs it
     * @param handlers an {@link IoUringIoHandlerFactory}
     */
    public IoUringEventLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
        super(parent, executor, handlers);
    }

    /** {@return the loop's I/O} */
    public IoUringIoHandler handler() {
        return (IoUringIoHandler) ioHandler();
    }

    /** Has {@link #load()} count the channels that are on their way. Before the first one comes. */
    public void countArrivals() {
        countsArrivals = true;
    }

    /** {@return the channels, and other handles, that are registered, as far as it is known: on their way, too} */
    public int load() {
        return getNumOfRegisteredChannels() + arriving.get();
    }

    /** {@return the channels, and other handles, that are registered} */
    @Override
    public int registeredChannels() {
        return getNumOfRegisteredChannels();
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        if (countsArrivals) {
            arriving.incrementAndGet();
            promise.addListener(arrived);
        }
        return super.register(promise);
    }

    /** Urgent tasks first, and of a flood as many as were gathered. */
    @Override
    protected Runnable pollTask() {
        if (!handler().batches().takeOne()) {
            return null;
        }
        TaskLanes lanes = handler().taskLanesOrNull();
        Runnable high = lanes == null ? null : lanes.pollHigh();
        return high != null ? high : super.pollTask();
    }
}
