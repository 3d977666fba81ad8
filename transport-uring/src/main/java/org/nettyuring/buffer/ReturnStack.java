// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Lent buffers on their way back to the loop: any thread pushes, the loop takes all at once. Intrusive and free of
 * allocation; since nothing is ever popped singly there is no ABA problem.
 */
final class ReturnStack {
    /** What {@link #push} returns, pushing nothing, once the loop stopped taking. */
    static final ProvidedByteBuf CLOSED = new ProvidedByteBuf(null);

    private final AtomicReference<ProvidedByteBuf> head = new AtomicReference<>();

    /**
     * Pushes a released buffer. Any thread.
     *
     * @param buf nobody's
     * @return what it was pushed upon: null if it is the first, {@link #CLOSED} if it was not pushed
     */
    ProvidedByteBuf push(ProvidedByteBuf buf) {
        ProvidedByteBuf top;
        do {
            top = head.get();
            if (top == CLOSED) {
                return CLOSED;
            }
            buf.next = top;
        } while (!head.compareAndSet(top, buf));
        return top;
    }

    /** {@return all pushed buffers, linked by {@code next}, or null} Loop thread. */
    ProvidedByteBuf takeAll() {
        return head.get() == null ? null : head.getAndSet(null);
    }

    /** {@return all pushed buffers as {@link #takeAll()}; from now on nothing can be pushed} Loop thread, once. */
    ProvidedByteBuf close() {
        return head.getAndSet(CLOSED);
    }
}
