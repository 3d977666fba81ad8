// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.stream;

import io.netty.util.concurrent.BlockingOperationException;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.ThreadExecutorMap;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for futures on threads that may block, virtual ones above all. Netty's own {@code sync()} waits in a monitor,
 * which holds the carrier of a virtual thread on Java 21 to 23; this parks.
 */
public final class Blocking {
    private Blocking() {}

    /**
     * Waits for a future. Not on a thread of an event loop, which would wait for itself, or make others wait.
     *
     * @param <T> of the result
     * @param future of a {@link TcpStream}, a {@link TcpListener}, or anything else of Netty's
     * @return its result
     * @throws IOException the future's cause; one that is not an {@link IOException} is thrown as it is if it is
     *     unchecked, else as a cause
     * @throws InterruptedException if the thread was interrupted before the future was done; the future is cancelled,
     *     and nothing is lost by that
     * @throws BlockingOperationException on the thread of an event loop
     * @throws java.util.concurrent.CancellationException if somebody else cancelled the future
     */
    public static <T> T await(Future<T> future) throws IOException, InterruptedException {
        if (!future.isDone()) {
            if (ThreadExecutorMap.currentExecutor() != null) {
                throw new BlockingOperationException("await on an event loop's thread: " + future);
            }
            park(future);
        }
        Throwable cause = future.cause();
        if (cause == null) {
            return future.getNow();
        }
        if (cause instanceof IOException failure) {
            throw failure;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        throw new IOException(cause);
    }

    private static void park(Future<?> future) throws InterruptedException {
        Thread waiter = Thread.currentThread();
        future.addListener(done -> LockSupport.unpark(waiter));
        while (!future.isDone()) {
            if (Thread.interrupted()) {
                if (future.cancel(false)) {
                    throw new InterruptedException("await: interrupted");
                }
                waiter.interrupt(); // it is about to be done; the caller may still want to know
                while (!future.isDone()) {
                    Thread.onSpinWait();
                }
                return;
            }
            LockSupport.park(future);
        }
    }
}
