// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes one loop that sleeps in {@code io_uring_enter}. {@link #ring()} may race with the end of the loop: the
 * descriptor behind the bell stays open until the last ringer has left, and afterwards ringing does nothing.
 */
abstract class Doorbell {
    private static final int CLOSED = Integer.MIN_VALUE;

    /** Ringers inside, and the sign bit once closed. */
    private final AtomicInteger ringers = new AtomicInteger();

    /** Any thread. Must reach a loop that sleeps; a system call. */
    abstract void send();

    /** Loop thread: the loop starts to run on this thread. */
    abstract void open();

    /** Loop thread: begins to take back what {@link #open()} submitted. */
    abstract void beginClose();

    /** Loop thread, after {@link #close()}: frees what the bell owns. */
    abstract void free();

    /** Rings the bell. Any thread, any time. */
    final void ring() {
        if (enter()) {
            send();
        }
        exit();
    }

    /**
     * Keeps the loop's descriptors open until {@link #exit()}, which must follow whatever the result. Any thread.
     *
     * @return false if the loop has ended
     */
    final boolean enter() {
        return ringers.incrementAndGet() > 0;
    }

    /** Ends what {@link #enter()} began. */
    final void exit() {
        ringers.decrementAndGet();
    }

    /** Loop thread: nobody rings any more once this returns. Waits for ringers inside, one system call at most. */
    final void close() {
        int inside = ringers.updateAndGet(n -> n | CLOSED);
        while ((inside & ~CLOSED) != 0) {
            Thread.onSpinWait();
            inside = ringers.get();
        }
    }
}
