// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.ChannelLifecycle.Action;
import org.nettyuring.channel.ChannelLifecycle.Event;
import org.nettyuring.channel.ChannelLifecycle.State;

/**
 * Runs {@link ChannelLifecycle}: cancels a channel's operations, waits until the kernel let go of the last one, then
 * closes or leaves the loop. Everybody who asked meanwhile is told. Loop thread only, but for a channel without a loop.
 */
final class CloseSequence {
    /** A drain that takes longer than this is reported, and the kernel is asked once more to let go. */
    static final long SLOW_DRAIN_SECONDS = 5;

    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(CloseSequence.class);

    private final ChannelLifecycle lifecycle = new ChannelLifecycle();
    private final Host host;
    private List<ChannelPromise> joined = List.of();
    private CloseRequest closeRequest;
    private Future<?> slowDrain;
    private boolean checking;

    /** The channel. */
    interface Host {
        /** {@return all that has operations, as one} */
        ChannelPart parts();

        /**
         * Closes the channel: nothing is in the kernel.
         *
         * @param request what was asked for; null if the channel is to be closed forcibly, with no events
         */
        void finishClose(CloseRequest request);

        /**
         * Leaves the loop: nothing is in the kernel.
         *
         * @param promise completes when it is done
         */
        void finishDeregister(ChannelPromise promise);

        /**
         * Has a task run later unless it is cancelled.
         *
         * @param task on the loop
         * @return the task; null if there is no loop
         */
        Future<?> schedule(Runnable task, long delay, TimeUnit unit);

        /**
         * The kernel has held operations for {@link #SLOW_DRAIN_SECONDS}, perhaps once more.
         *
         * @param inFlight which
         */
        void drainIsSlow(String inFlight);
    }

    /** The arguments of a close. */
    static final class CloseRequest {
        final ChannelPromise promise;
        final Throwable cause;
        final ClosedChannelException closeCause;

        CloseRequest(ChannelPromise promise, Throwable cause, ClosedChannelException closeCause) {
            this.promise = promise;
            this.cause = cause;
            this.closeCause = closeCause;
        }
    }

    CloseSequence(Host host) {
        this.host = host;
    }

    /** {@return whether operations may be armed} */
    boolean isOpen() {
        return lifecycle.state() == State.OPEN;
    }

    /** {@return whether the channel is being closed, or is} */
    boolean isClosing() {
        return lifecycle.state() == State.DRAINING || lifecycle.state() == State.CLOSED;
    }

    /** {@return whether nothing is in the kernel any more and nothing will be} */
    boolean isClosed() {
        return lifecycle.state() == State.CLOSED;
    }

    void registered() {
        lifecycle.on(Event.REGISTERED);
    }

    /** Closes the channel; several calls are one close. */
    void close(CloseRequest request) {
        Action action = lifecycle.on(Event.CLOSE);
        if (action == Action.FINISH) {
            host.finishClose(request);
        } else if (closeRequest == null) {
            closeRequest = request; // the first, or the first with events after a forcible one
            if (action == Action.DRAIN) {
                drain();
            }
        } else {
            join(request.promise);
        }
    }

    private void join(ChannelPromise promise) {
        if (joined.isEmpty()) {
            joined = new ArrayList<>(1);
        }
        joined.add(promise);
    }

    /** Closes the channel without events or promises. */
    void closeForcibly() {
        if (lifecycle.on(Event.CLOSE) == Action.DRAIN) {
            drain();
        }
    }

    /** Takes the channel off its loop. */
    void deregister(ChannelPromise promise) {
        switch (lifecycle.on(Event.DEREGISTER)) {
            case DRAIN -> {
                join(promise);
                drain();
            }
            case JOIN -> join(promise);
            default -> host.finishDeregister(promise);
        }
    }

    /** An operation of the channel ended, or its handling did. */
    void operationEnded() {
        if (!isOpen() && !checking) {
            finishIfDrained();
        }
    }

    private void drain() {
        checking = true; // what ends while we cancel is looked at afterwards
        try {
            host.parts().cancel();
        } finally {
            checking = false;
        }
        if (!finishIfDrained() && slowDrain == null) {
            slowDrain = host.schedule(this::reportSlowDrain, SLOW_DRAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private boolean finishIfDrained() {
        if (!host.parts().isIdle()) {
            return false;
        }
        State before = lifecycle.state();
        if (lifecycle.on(Event.DRAINED) == Action.FINISH) {
            if (slowDrain != null) {
                slowDrain.cancel(false);
                slowDrain = null;
            }
            List<ChannelPromise> waiting = joined;
            joined = List.of();
            if (before == State.DRAINING) {
                finishClose(waiting);
            } else {
                waiting.forEach(host::finishDeregister);
            }
        }
        return true;
    }

    private void finishClose(List<ChannelPromise> waiting) {
        host.parts().release();
        CloseRequest request = closeRequest;
        host.finishClose(request);
        if (request == null) {
            waiting.forEach(host::finishDeregister); // nobody else asks without a close request
            return;
        }
        for (ChannelPromise promise : waiting) {
            if (!promise.isVoid()) {
                promise.channel().closeFuture().addListener(future -> promise.trySuccess());
            }
        }
    }

    private void reportSlowDrain() {
        StringJoiner report = new StringJoiner(", ");
        host.parts().describeInFlight(report);
        LOGGER.warn("{}: {} for {} s, the kernel still holds: {}; asking it again",
                host, lifecycle.state(), SLOW_DRAIN_SECONDS, report);
        host.drainIsSlow(report.toString());
        slowDrain = null;
        drain();
    }
}
