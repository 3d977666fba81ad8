// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.metrics.FlightEvents;
import org.nettyuring.metrics.LoopCounters;

/**
 * Waits for memory to receive into on behalf of one stay of a channel on one loop. That loop's thread only, for good.
 *
 * <table>
 * <caption>What the end of a receive leads to</caption>
 * <tr><th>result</th><th>memory</th><th>effect</th></tr>
 * <tr><td>-ENOBUFS</td><td>provided buffers</td><td>waits until enough of them came back</td></tr>
 * <tr><td>-ENOBUFS</td><td>the channel's own</td><td>as -ENOMEM</td></tr>
 * <tr><td>-ENOMEM</td><td>any</td><td>the kernel itself is short of it, and nobody tells when it is not: waits 1 ms,
 * twice as long each time in a row</td></tr>
 * <tr><td>-ENOMEM, {@value #MOST_PAUSES} times before</td><td>any</td><td>does not wait: an error like others; the next
 * one is the first of a row</td></tr>
 * <tr><td>anything else</td><td>any</td><td>does not wait</td></tr>
 * </table>
 * What there is to receive stays in the socket meanwhile.
 */
final class BufferWaiter extends ProvidedBufferPool.Waiter {
    /** All of them together last a second. */
    static final int MOST_PAUSES = 10;

    private final AbstractIoUringChannel channel;
    private final LoopCounters counters;
    private final Runnable whenThere;
    private Future<?> pause;
    private int pauses;
    private boolean waiting;
    private boolean abandoned;

    /**
     * Makes a waiter that does not wait.
     *
     * @param channel on the loop
     * @param counters the loop's
     * @param whenThere runs when it is worth a try, unless the wait was abandoned
     */
    BufferWaiter(AbstractIoUringChannel channel, LoopCounters counters, Runnable whenThere) {
        this.channel = channel;
        this.counters = counters;
        this.whenThere = whenThere;
    }

    boolean isWaiting() {
        return waiting;
    }

    /**
     * A receive ended.
     *
     * @param res {@code cqe->res}
     * @param source where the kernel was to take its buffer from; null if it was given memory
     * @return whether there was no memory, and the receive is tried again later
     */
    boolean receiveEnded(int res, ProvidedBufferPool source) {
        if (res == -Errno.ENOBUFS && source != null) {
            FlightEvents.bufferShortage(channel, counters);
            waiting = true;
            source.whenReplenished(this);
            return true;
        }
        if (res == -Errno.ENOBUFS || res == -Errno.ENOMEM) {
            return pause();
        }
        received();
        return false;
    }

    /** Something was received: it is not in a row any more. */
    void received() {
        pauses = 0;
    }

    private boolean pause() {
        if (abandoned) {
            return true;
        }
        if (pauses == MOST_PAUSES) {
            pauses = 0;
            return false;
        }
        waiting = true;
        pause = channel.eventLoop().schedule(this::replenished, 1L << pauses, TimeUnit.MILLISECONDS);
        pauses++;
        return true;
    }

    /** The channel closes, or leaves the loop. */
    void abandon() {
        abandoned = true;
        if (pause != null) {
            pause.cancel(false);
        }
    }

    @Override
    public void replenished() {
        pause = null;
        waiting = false;
        if (!abandoned) {
            whenThere.run();
        }
    }
}
