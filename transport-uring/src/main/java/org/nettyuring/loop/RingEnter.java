// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import org.nettyuring.abi.Errno;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.sys.ErrnoException;

/** How a loop enters the kernel with its ring: when, how often in a row, and what an error means. Loop thread only. */
final class RingEnter {
    /** Enters after one wake that only collect what waits: with {@code DEFER_TASKRUN} each yields at most 20. */
    private static final int MAX_COLLECTING_ENTERS = 16;

    private final Ring ring;
    private final SubmitArena arena;
    private final LoopCounters counters;
    private final EntryPlacer placer;
    /** Completions wait for an enter, and nothing tells: only if {@code TASKRUN_FLAG} was switched off. */
    private final boolean blind;

    /**
     * Enters nothing yet.
     *
     * @param ring which
     * @param arena taken back whenever the kernel has read all that was submitted
     * @param counters the loop's
     * @param placer hears of each enter
     */
    RingEnter(Ring ring, SubmitArena arena, LoopCounters counters, EntryPlacer placer) {
        this.ring = ring;
        this.arena = arena;
        this.counters = counters;
        this.placer = placer;
        RingCapabilities capabilities = ring.capabilities();
        blind = !capabilities.has(Feature.TASKRUN_FLAG)
                && (capabilities.has(Feature.DEFER_TASKRUN) || capabilities.has(Feature.COOP_TASKRUN));
    }

    /** {@return whether completions that wait for an enter cannot be seen} */
    boolean isBlind() {
        return blind;
    }

    /** Submits what is ready, as far as the kernel takes it with one enter; does not block. */
    void submit() {
        afterEnter(ring.submitAndGetEvents());
    }

    /** Submits all that is ready; does not block. */
    void submitAll() {
        for (int i = 0; i < MAX_COLLECTING_ENTERS && ring.sqReady() != 0; i++) {
            submit(); // it may take a part, or be interrupted
        }
    }

    /** Submits and collects what is there; does not block, and enters only if there is a reason. */
    void submitAndCollect() {
        if (ring.sqReady() != 0 || blind || ring.needsEnter()) {
            submit();
            collect();
        }
    }

    /**
     * Submits, and sleeps until a completion is there or the time is over.
     *
     * @param timeoutNs longest wait in nanoseconds; -1 for no end
     */
    void submitAndWait(long timeoutNs) {
        afterEnter(ring.submitAndWait(1, timeoutNs));
        collect();
    }

    private void collect() {
        for (int i = 0; i < MAX_COLLECTING_ENTERS && ring.needsEnter(); i++) {
            submit();
        }
    }

    private void afterEnter(int result) {
        counters.enters = ring.enters();
        placer.afterEnter();
        if (ring.sqReady() == 0) {
            arena.reset();
        }
        if (result < 0) {
            onError(-result);
        }
    }

    private void onError(int errno) {
        switch (errno) {
            case Errno.EINTR, Errno.ETIME -> {
                // an ordinary end of a wait
            }
            // Overflowed completions want to be reaped first, or memory is short: the entries stay queued.
            case Errno.EBUSY, Errno.EAGAIN, Errno.ENOMEM -> {
                counters.refusedEnters++;
                if (ring.cqReady() == 0) {
                    Thread.yield();
                }
            }
            default -> throw new IllegalStateException(ErrnoException.message(
                    "io_uring_enter", "ring fd " + ring.fd(), errno, "the loop retries; its connections may stall"));
        }
    }
}
