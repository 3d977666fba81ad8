// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import org.nettyuring.loop.IoUringEventLoop;

/**
 * Where an {@link IoUringEventLoopGroup} puts a new channel, instead of one loop after the other: to be given to its
 * constructor. Loops that are equal take turns, so that {@code next()} goes round in a group without channels; loops
 * that shut down are passed over. Choosing takes no lock and allocates nothing.
 *
 * <p>Long connections that end unevenly are what this is for. It places, it does not move: see {@link LoopBalancer}.
 */
public final class LoopPlacement {
    private LoopPlacement() {}

    /**
     * {@return a chooser of the loop that has the fewest channels} Channels whose registration is under way count, so
     * that a burst is spread.
     */
    public static EventExecutorChooserFactory leastConnections() {
        return executors -> {
            IoUringEventLoop[] loops = loops(executors);
            return new LeastLoadedChooser(loops, new ConnectionLoads(loops));
        };
    }

    /**
     * {@return a chooser of the loop whose thread took the least of a core in the last tenth of a second} A channel
     * that was placed since then counts as much as the average one, so that a burst is spread.
     */
    public static EventExecutorChooserFactory leastActiveTime() {
        return executors -> {
            IoUringEventLoop[] loops = loops(executors);
            return new LeastLoadedChooser(loops, new ActiveTimeLoads(loops));
        };
    }

    private static IoUringEventLoop[] loops(EventExecutor[] executors) {
        IoUringEventLoop[] loops = new IoUringEventLoop[executors.length];
        for (int i = 0; i < loops.length; i++) {
            if (!(executors[i] instanceof IoUringEventLoop loop)) {
                throw new IllegalArgumentException("LoopPlacement needs the loops of an IoUringEventLoopGroup, not a "
                        + executors[i].getClass().getName());
            }
            loop.countArrivals();
            loops[i] = loop;
        }
        return loops;
    }
}
