// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.concurrent.Future;

/**
 * One submitted operation. It is done when the kernel has let go of it, not earlier, so that its memory can be reused
 * then: with {@code cqe->res}; or failed with an {@link org.nettyuring.sys.ErrnoException} that names operation,
 * object, errno and remedy; or cancelled. Listeners run on the loop. Any thread may look, and wait: the loop's own gets
 * a {@link io.netty.util.concurrent.BlockingOperationException}, a virtual thread does not pin its carrier.
 */
public interface RingFuture extends Future<Integer> {
    /** {@return its number on its loop, from 1 in order of submission} */
    long sequence();

    /** {@return where it is} */
    OperationState state();

    /** {@return {@code cqe->flags} of its result; 0 before, or if the kernel never had it} */
    int flags();

    /** {@return what was submitted} */
    RingOperation operation();

    /**
     * Asks the operation to end. The kernel is told, and the future is done when it has let go: cancelled, or, if it
     * came too late, with its result. A step of a pipeline takes the whole pipeline with it, because the kernel cannot
     * take one out.
     *
     * @param mayInterruptIfRunning ignored
     * @return false if it was done already
     */
    @Override
    boolean cancel(boolean mayInterruptIfRunning);
}
