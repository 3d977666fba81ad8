// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far two cores are from each other: the time that a cache line takes there and back. Virtual machines move their
 * cores about, and every server's CPU per request moves with them.
 */
final class CoreDistance {
    private static final int ROUND_TRIPS = 20_000;
    private static final int TRIALS = 3;

    private CoreDistance() {}

    /** {@return ns there and back, the best of some trials; takes some ms and two cores; NaN with one core} */
    static double measure() throws InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return Double.NaN;
        }
        double best = Double.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            best = Math.min(best, pingPong());
        }
        return best;
    }

    private static double pingPong() throws InterruptedException {
        final AtomicInteger ball = new AtomicInteger();
        final Thread other = new Thread(() -> {
            for (int hit = 1; hit < 2 * ROUND_TRIPS; hit += 2) {
                await(ball, hit);
                ball.set(hit + 1);
            }
        }, "ping-pong");
        other.start();
        ball.set(1);
        await(ball, 2);
        final long startNs = System.nanoTime();
        for (int hit = 2; hit < 2 * ROUND_TRIPS; hit += 2) {
            ball.set(hit + 1);
            await(ball, hit + 2);
        }
        final long elapsedNs = System.nanoTime() - startNs;
        other.join();
        return (double) elapsedNs / (ROUND_TRIPS - 1);
    }

    private static void await(AtomicInteger ball, int hit) {
        while (ball.get() != hit) {
            Thread.onSpinWait();
        }
    }
}
