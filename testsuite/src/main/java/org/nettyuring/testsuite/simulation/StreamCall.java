// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.util.concurrent.Future;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One call of a {@link StreamSimulation}: it may have a timeout, and may be cancelled. It must be done once, not before
 * its time, soon after it, and with a failure that something accounts for.
 *
 * @param <V> of its result
 */
final class StreamCall<V> {
    /** About as long as some turns that do not sleep. */
    private static final int SHORT_NS = 2000;
    private static final int LONG_MILLIS = 40;
    /** A turn may end before it has looked at the clock, by a fault. */
    private static final int TURNS_OVERDUE = 20;

    private final StreamSimulation simulation;
    private final SplittableRandom random;
    private final String name;
    private final Duration timeout;
    private final boolean cancels;
    private final long beganNs;
    private Future<V> future;
    private boolean cancelled;
    private int timesDone;
    private int turnsOverdue;

    private StreamCall(StreamSimulation simulation, String name, Duration timeout) {
        this.simulation = simulation;
        this.name = name;
        this.timeout = timeout;
        random = simulation.random();
        cancels = random.nextInt(6) == 0;
        beganNs = simulation.kernel().nanoTime();
        simulation.began(this);
    }

    /** {@return a call that may have a timeout} */
    static <V> StreamCall<V> timed(StreamSimulation simulation, String name) {
        SplittableRandom random = simulation.random();
        return new StreamCall<>(simulation, name, switch (random.nextInt(8)) {
            case 0 -> Duration.ofNanos(1 + random.nextInt(SHORT_NS));
            case 1 -> Duration.ofMillis(1 + random.nextInt(LONG_MILLIS));
            case 2 -> Duration.ofHours(1);
            default -> null;
        });
    }

    /** {@return a call that has none} */
    static <V> StreamCall<V> untimed(StreamSimulation simulation, String name) {
        return new StreamCall<>(simulation, name, null);
    }

    /** {@return after which it is to end; null for never} */
    Duration timeout() {
        return timeout;
    }

    /** Watches what was called. */
    void begin(Future<V> newFuture, Consumer<V> onSuccess, Predicate<Throwable> mayFailWith) {
        future = newFuture;
        future.addListener(done -> {
            try {
                check(++timesDone == 1, "done twice");
                if (done.isSuccess()) {
                    onSuccess.accept(future.getNow());
                } else if (done.isCancelled()) {
                    check(cancelled, "cancelled by nobody");
                } else if (hasTimedOut()) {
                    check(timeout != null, "timed out without a timeout");
                    check(simulation.kernel().nanoTime() - beganNs >= timeout.toNanos(), "timed out too early");
                } else {
                    check(mayFailWith.test(done.cause()), "failed with " + done.cause());
                }
            } catch (Throwable t) {
                simulation.failed(t);
            }
        });
    }

    /** Once per turn: perhaps it is cancelled now, and its time may be over. */
    void act() {
        if (future == null || isDone()) {
            return;
        }
        if (timeout != null && simulation.kernel().nanoTime() - beganNs > timeout.toNanos()) {
            check(++turnsOverdue < TURNS_OVERDUE, "not done in its time");
        }
        if (cancels && random.nextInt(8) == 0) {
            cancel();
        }
    }

    /** Without effect on one that is done. */
    void cancel() {
        if (!isDone()) {
            cancelled = true;
            check(future.cancel(false) || !future.isCancellable(), "a cancel without effect");
        }
    }

    boolean isDone() {
        return future != null && future.isDone();
    }

    boolean isCancelled() {
        return future.isCancelled();
    }

    boolean hasTimedOut() {
        return future.cause() instanceof SocketTimeoutException;
    }

    /** {@return whether the stream was closed before} */
    static boolean isClosed(Throwable cause) {
        return cause instanceof ClosedChannelException;
    }

    /** Not one that is just being called, and may be done although nobody was told yet. */
    void checkDone(String since) {
        check(future == null || isDone(), "not done although " + since);
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            simulation.failed(new AssertionError(otherwise + ": " + this));
        }
    }

    @Override
    public String toString() {
        return name + (timeout == null ? "" : " within " + timeout) + (cancels ? ", to be cancelled" : "")
                + (cancelled ? ", cancelled" : "") + ", since "
                + TimeUnit.NANOSECONDS.toMicros(simulation.kernel().nanoTime() - beganNs) + " us: " + future;
    }
}
