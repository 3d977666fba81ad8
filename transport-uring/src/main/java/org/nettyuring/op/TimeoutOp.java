// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.nio.ByteBuffer;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.RingLayouts.KernelTimespec;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_TIMEOUT} at an absolute time of {@code CLOCK_MONOTONIC}, which is {@link System#nanoTime()}'s clock.
 * Its completion count is 0: a nonzero one would make the kernel look at the timers at each later completion of the
 * ring, for as long as the ring lives.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>idle</td><td>submit</td><td>pending</td></tr>
 * <tr><td>pending</td><td>{@code -ETIME}</td><td>idle, expired</td></tr>
 * <tr><td>pending</td><td>{@code -ECANCELED}</td><td>idle</td></tr>
 * </table>
 */
public final class TimeoutOp extends Op {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Object owner;
    private final LoopCounters counters;
    private long deadlineNs;

    /**
     * Makes an idle timer.
     *
     * @param owner for reports
     * @param counters the loop's
     */
    public TimeoutOp(Object owner, LoopCounters counters) {
        this.owner = owner;
        this.counters = counters;
    }

    /**
     * Sets when to expire, before a submit.
     *
     * @param newDeadlineNs {@link System#nanoTime()} value
     */
    public void deadlineNs(long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        long timespec = putTimespec(arena, deadlineNs);
        if (timespec == 0) {
            return false;
        }
        sqe.prepTimeout(timespec, 0, IoUringConstants.IORING_TIMEOUT_ABS);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        if (res == -Errno.ETIME) {
            counters.timersExpired++;
        }
        // The loop looks at its deadlines in each turn, whatever ended its sleep, and arms again before the next.
    }

    @Override
    protected boolean isInternal() {
        return true;
    }

    @Override
    public String name() {
        return "TIMEOUT";
    }

    @Override
    public Object owner() {
        return owner;
    }

    /**
     * Writes a {@code struct __kernel_timespec}, which the kernel reads at submission.
     *
     * @param arena where to
     * @param ns nanoseconds, not negative
     * @return its address, or 0 if the arena is full
     */
    public static long putTimespec(SubmitArena arena, long ns) {
        int offset = arena.take(KernelTimespec.SIZE);
        if (offset < 0) {
            return 0;
        }
        ByteBuffer buffer = arena.buffer();
        buffer.putLong(offset + KernelTimespec.TV_SEC_OFFSET, ns / NANOS_PER_SECOND);
        buffer.putLong(offset + KernelTimespec.TV_NSEC_OFFSET, ns % NANOS_PER_SECOND);
        return arena.address(offset);
    }
}
