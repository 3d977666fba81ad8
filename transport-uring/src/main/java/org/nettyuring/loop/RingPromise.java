// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@link RingFuture} that its loop completes. Threads that wait are parked: Netty's own wait would hold a monitor,
 * which pins a virtual thread before JDK 24.
 */
final class RingPromise extends DefaultPromise<Integer> implements RingFuture {
    private static final AtomicReferenceFieldUpdater<RingPromise, Waiter> WAITERS =
            AtomicReferenceFieldUpdater.newUpdater(RingPromise.class, Waiter.class, "waiters");
    private static final long FOREVER = Long.MAX_VALUE;

    private final OperationLane lane;
    private final RingOperation operation;
    private final long sequence;
    /** Whom it is handed to when it is done; null for nobody. */
    private final RingOperations collector;
    /** What the loop does for it; set once, before the promise is known to anyone. */
    private Cancellable work;
    private volatile boolean inKernel;
    private volatile boolean cancelling;
    private volatile int flags;
    private volatile Waiter waiters;

    /** Something that can be asked to end. Loop thread. */
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }

    /** A thread that waits: a stack, of which nobody but the completion takes. */
    private static final class Waiter {
        private final Thread thread;
        private Waiter next;

        Waiter(Thread thread) {
            this.thread = thread;
        }
    }

    RingPromise(EventExecutor executor, OperationLane lane, RingOperation operation, RingOperations collector) {
        super(executor);
        this.lane = lane;
        this.operation = operation;
        this.collector = collector;
        sequence = lane.nextSequence();
    }

    void work(Cancellable newWork) {
        work = newWork;
    }

    void inKernel(boolean isInKernel) {
        inKernel = isInKernel;
    }

    void cancelling() {
        cancelling = true;
    }

    void succeed(int res, int newFlags) {
        flags = newFlags;
        releaseResource();
        finish(trySuccess(res));
    }

    void fail(Throwable cause, int newFlags) {
        flags = newFlags;
        releaseResource();
        finish(tryFailure(cause));
    }

    private void finish(boolean first) {
        assert first : "done twice: " + this;
        for (Waiter waiter = WAITERS.getAndSet(this, null); waiter != null; waiter = waiter.next) {
            LockSupport.unpark(waiter.thread);
        }
        if (collector != null) {
            collector.collect(this);
        }
    }

    private void releaseResource() {
        if (operation.release() != null) {
            try {
                operation.release().run();
            } catch (Throwable t) {
                OperationLane.LOGGER.warn("release of {} threw", operation, t);
            }
        }
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public OperationState state() {
        if (isDone()) {
            return OperationState.DONE;
        }
        if (cancelling) {
            return OperationState.CANCELLING;
        }
        return inKernel ? OperationState.IN_KERNEL : OperationState.QUEUED;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public RingOperation operation() {
        return operation;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return false;
        }
        cancelling = true;
        if (work != null) {
            lane.execute(work::cancel);
        }
        return true;
    }

    @Override
    public Promise<Integer> await() throws InterruptedException {
        park(FOREVER, true);
        return this;
    }

    @Override
    public Promise<Integer> awaitUninterruptibly() {
        parkUninterruptibly(FOREVER);
        return this;
    }

    @Override
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return park(unit.toNanos(timeout), true);
    }

    @Override
    public boolean await(long timeoutMillis) throws InterruptedException {
        return await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean awaitUninterruptibly(long timeout, TimeUnit unit) {
        return parkUninterruptibly(unit.toNanos(timeout));
    }

    @Override
    public boolean awaitUninterruptibly(long timeoutMillis) {
        return awaitUninterruptibly(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private boolean parkUninterruptibly(long timeoutNs) {
        try {
            return park(timeoutNs, false);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // not thrown without being asked for
        }
    }

    /** Waits without a monitor; whether it is done. */
    private boolean park(long timeoutNs, boolean interruptible) throws InterruptedException {
        if (interruptible && Thread.interrupted()) {
            throw new InterruptedException(toString());
        }
        if (isDone()) {
            return true;
        }
        if (timeoutNs <= 0) {
            return false;
        }
        checkDeadLock();
        push(Thread.currentThread());
        long startNs = System.nanoTime();
        boolean interrupted = false;
        try {
            long leftNs = timeoutNs;
            while (!isDone() && leftNs > 0) {
                if (timeoutNs == FOREVER) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, leftNs);
                    leftNs = timeoutNs - (System.nanoTime() - startNs);
                }
                if (Thread.interrupted()) {
                    interrupted = true;
                    if (interruptible) {
                        interrupted = false;
                        throw new InterruptedException(toString());
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return isDone();
    }

    /** Whoever comes after the completion sees that it is done, before it parks. A thread that comes again is there. */
    private void push(Thread thread) {
        for (Waiter known = waiters; known != null; known = known.next) {
            if (known.thread == thread) {
                return;
            }
        }
        Waiter waiter = new Waiter(thread);
        do {
            waiter.next = waiters;
        } while (!WAITERS.compareAndSet(this, waiter.next, waiter));
    }

    @Override
    public String toString() {
        return "RingFuture(" + sequence + ", " + operation + ", " + state() + ")";
    }
}
