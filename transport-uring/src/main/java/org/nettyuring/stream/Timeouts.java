// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.stream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What fails a call that takes too long. Any thread; the promise fails on the loop. */
final class Timeouts {
    private Timeouts() {}

    /**
     * Gives a promise some time, from now on.
     *
     * @param promise of a call
     * @param call for the message, e.g. {@code "read"}
     * @param object whose
     * @param timeout positive; null for no end
     */
    static void limit(EventLoop loop, Promise<?> promise, String call, Object object, Duration timeout) {
        if (timeout == null) {
            return;
        }
        Future<?> timer = loop.schedule(() -> {
            if (!promise.isDone()) { // no text for nothing
                promise.tryFailure(new SocketTimeoutException(call + "(" + object + "): not within " + timeout));
            }
        }, timeout.toNanos(), TimeUnit.NANOSECONDS);
        promise.addListener(done -> timer.cancel(false));
    }

    /**
     * {@return the timeout}
     *
     * @throws IllegalArgumentException unless it is positive
     */
    static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        return timeout;
    }
}
