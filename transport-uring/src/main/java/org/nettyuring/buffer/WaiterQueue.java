// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.buffer.ProvidedBufferPool.Waiter;

/** Who waits for buffers, first come, first served; intrusive. Loop thread only. */
final class WaiterQueue {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(WaiterQueue.class);

    private Waiter head;
    private Waiter tail;
    private int size;
    private boolean calling;

    boolean isEmpty() {
        return head == null;
    }

    /** Appends a waiter unless it waits already. */
    void add(Waiter waiter) {
        if (waiter.queue == this) {
            return;
        }
        if (waiter.queue != null) {
            throw new IllegalStateException(waiter + " waits for another loop's buffers");
        }
        waiter.queue = this;
        if (tail == null) {
            head = waiter;
        } else {
            tail.next = waiter;
        }
        tail = waiter;
        size++;
    }

    /** Removes a waiter if it waits here. */
    void remove(Waiter waiter) {
        if (waiter.queue != this) {
            return;
        }
        Waiter before = null;
        for (Waiter at = head; at != waiter; at = at.next) {
            before = at;
        }
        unlink(before, waiter);
    }

    void clear() {
        while (head != null) {
            unlink(null, head);
        }
    }

    private void unlink(Waiter before, Waiter waiter) {
        if (before == null) {
            head = waiter.next;
        } else {
            before.next = waiter.next;
        }
        if (tail == waiter) {
            tail = before;
        }
        waiter.next = null;
        waiter.queue = null;
        size--;
    }

    /**
     * Removes and calls everybody who waits. Those who come back meanwhile stay.
     *
     * @return false if called from within itself, which does nothing
     */
    boolean callAll() {
        if (calling) {
            return false;
        }
        calling = true;
        try {
            for (int left = size; left > 0 && head != null; left--) {
                Waiter waiter = head;
                unlink(null, waiter);
                call(waiter);
            }
        } finally {
            calling = false;
        }
        return true;
    }

    private static void call(Waiter waiter) {
        try {
            waiter.replenished();
        } catch (RuntimeException | Error e) { // one bad channel does not stop the others, nor the loop
            LOGGER.warn("{} failed when it was given buffers again", waiter, e);
        }
    }
}
