// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions that other threads or the kernel bring about. */
public final class Await {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long STEP_NS = Duration.ofMillis(2).toNanos();

    private Await() {}

    /**
     * Waits until a condition holds, half a minute at most.
     *
     * @param what the condition in words, for the failure
     * @param condition looked at every two milliseconds
     */
    public static void until(String what, BooleanSupplier condition) {
        until(() -> what, LONG, condition);
    }

    /**
     * Waits until a condition holds.
     *
     * @param what the condition in words, made when it failed
     * @param atMost how long
     * @param condition looked at every two milliseconds
     */
    public static void until(Supplier<String> what, Duration atMost, BooleanSupplier condition) {
        if (!holdsWithin(atMost, condition)) {
            throw new AssertionError("not within " + atMost + ": " + what.get());
        }
    }

    /**
     * Waits until a condition holds or the time is over.
     *
     * @param atMost how long
     * @param condition looked at every two milliseconds
     * @return whether it held
     */
    public static boolean holdsWithin(Duration atMost, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(STEP_NS);
        }
        return true;
    }
}
