// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory.EventExecutorChooser;
import java.util.concurrent.atomic.AtomicInteger;

/** Picks the executor that has least to do; those that are equal take turns. Any thread. */
final class LeastLoadedChooser implements EventExecutorChooser {
    private final EventExecutor[] executors;
    private final Loads loads;
    private final AtomicInteger turns = new AtomicInteger();

    /** How much each one has to do. Any thread. */
    interface Loads {
        /**
         * {@return how much it is, in a unit of its own}
         *
         * @param index of the executor
         */
        double of(int index);

        /**
         * It was picked: something comes.
         *
         * @param index of the executor
         */
        void picked(int index);
    }

    LeastLoadedChooser(EventExecutor[] executors, Loads loads) {
        this.executors = executors;
        this.loads = loads;
    }

    @Override
    public EventExecutor next() {
        int count = executors.length;
        int first = Math.floorMod(turns.getAndIncrement(), count);
        int least = first;
        double leastLoad = Double.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            int index = (first + i) % count;
            double load = loads.of(index);
            if (load < leastLoad && !executors[index].isShuttingDown()) {
                least = index;
                leastLoad = load;
            }
        }
        loads.picked(least);
        return executors[least];
    }
}
