// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.nettyuring.loop.IoUringEventLoop;

/**
 * The share of a core that each loop took, looked at once per window, and what was placed since then: as much per pick
 * as the average channel takes. Any thread.
 */
final class ActiveTimeLoads implements LeastLoadedChooser.Loads {
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Of a core: where nobody does anything, picks still go round. */
    private static final double LEAST_PER_CHANNEL = 1e-6;

    private final IoUringEventLoop[] loops;
    private final CpuShares shares;
    private final LongSupplier clock;
    private final AtomicIntegerArray picks;
    private final AtomicBoolean sampling = new AtomicBoolean();
    private volatile long sampledNs;
    private volatile double[] sample;
    private volatile double perChannel = LEAST_PER_CHANNEL;

    ActiveTimeLoads(IoUringEventLoop[] loops) {
        this(loops, new CpuShares(loops), System::nanoTime);
    }

    ActiveTimeLoads(IoUringEventLoop[] loops, CpuShares shares, LongSupplier clock) {
        this.loops = loops;
        this.shares = shares;
        this.clock = clock;
        picks = new AtomicIntegerArray(loops.length);
        sample = new double[loops.length];
        sampledNs = clock.getAsLong();
    }

    @Override
    public double of(int index) {
        if (clock.getAsLong() - sampledNs >= WINDOW_NS && sampling.compareAndSet(false, true)) {
            try {
                takeSample();
            } finally {
                sampling.set(false);
            }
        }
        return sample[index] + picks.get(index) * perChannel;
    }

    private void takeSample() {
        long nowNs = clock.getAsLong();
        double[] next = shares.since(nowNs);
        double sum = 0;
        int channels = 0;
        for (int i = 0; i < next.length; i++) {
            sum += next[i];
            channels += loops[i].load();
            picks.set(i, 0);
        }
        perChannel = channels == 0 ? LEAST_PER_CHANNEL : Math.max(LEAST_PER_CHANNEL, sum / channels);
        sample = next;
        sampledNs = nowNs;
    }

    @Override
    public void picked(int index) {
        picks.incrementAndGet(index);
    }
}
