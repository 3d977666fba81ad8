// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

/**
 * What one loop has done so far: plain longs that only the loop thread writes. Other threads read them by
 * {@link LoopMetrics}; {@link Metric} says what each one means.
 */
public final class LoopCounters {
    /** {@link Metric#ENTERS}. */
    public long enters;
    /** {@link Metric#SQES}. */
    public long sqes;
    /** {@link Metric#CQES}. */
    public long cqes;
    /** {@link Metric#STALE_CQES}. */
    public long staleCqes;
    /** {@link Metric#OVERFLOWS}. */
    public long overflows;
    /** {@link Metric#SLEEPS}. */
    public long sleeps;
    /** {@link Metric#REFUSED_ENTERS}. */
    public long refusedEnters;
    /** {@link Metric#FAILED_TURNS}. */
    public long failedTurns;
    /** {@link Metric#BACKLOGGED}. */
    public long backlogged;
    /** {@link Metric#NO_BUFFERS}. */
    public long noBuffers;
    /** {@link Metric#BELLS_RECEIVED}. */
    public long bellsReceived;
    /** {@link Metric#BELLS_SENT}. */
    public long bellsSent;
    /** {@link Metric#TIMER_SQES}. */
    public long timerSqes;
    /** {@link Metric#TIMERS_EXPIRED}. */
    public long timersExpired;
    /** {@link Metric#CANCELS}. */
    public long cancels;
    /** {@link Metric#DIRECT_SENDS}. */
    public long directSends;
    /** {@link Metric#DIRECT_RECEIVES}. */
    public long directReceives;
    /** {@link Metric#SHORT_SENDS}. */
    public long shortSends;
    /** {@link Metric#BYTES_RECEIVED}. */
    public long bytesReceived;
    /** {@link Metric#BYTES_SENT}. */
    public long bytesSent;
    /** {@link Metric#ACCEPTED}. */
    public long accepted;
    /** {@link Metric#BUFFERS_LENT}. */
    public long buffersLent;
    /** {@link Metric#COPIED_OUT}. */
    public long copiedOut;
    /** {@link Metric#SPINS}. */
    public long spins;
    /** {@link Metric#FRUITFUL_SPINS}. */
    public long fruitfulSpins;
    /** {@link Metric#PIPES_IN_USE}. */
    public long pipesInUse;
    /** {@link Metric#SLOW_CLOSES}. */
    public long slowCloses;

    /** Written when the loop starts, or goes on on another thread. */
    private volatile String thread = "";
    private volatile long threadId;

    /** {@return the name of the thread that the loop runs on, or ran on last; empty until it has started} */
    public String thread() {
        return thread;
    }

    /** {@return the identifier of that thread; 0 until it has started} */
    public long threadId() {
        return threadId;
    }

    /**
     * Tells which thread writes from now on.
     *
     * @param loopThread the loop's
     */
    public void startedOn(Thread loopThread) {
        threadId = loopThread.getId();
        thread = loopThread.getName();
    }
}
