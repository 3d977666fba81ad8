// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nettyuring.sys.Remedies;
import org.nettyuring.sys.Syscalls;

/**
 * Any operation of io_uring, on the ring of an event loop, with a future for each: alone, many with one enter, or
 * linked so that the first failure cancels the rest. Any thread.
 *
 * <p>What is beyond a limit (see {@link OperationLimits} and {@link IoUringIoHandlerConfig.Builder#operations}) waits
 * in order, or is refused. {@code EAGAIN}, and {@code EINTR} where nothing has happened yet, are tried again.
 * Operations that never wait are done at once, by the thread that asks; {@link OperationKind} says which. When the loop
 * ends, what is under way is cancelled, and what comes later fails. See docs/OPERATIONS.md.
 */
public final class RingOperations implements AutoCloseable {
    private final OperationLane lane;
    private final OperationLimits limits;
    private final Queue<RingFuture> collected;
    private final Caller caller;

    RingOperations(OperationLane lane, OperationLimits limits) {
        this.lane = lane;
        this.limits = limits;
        caller = new Caller(limits);
        collected = limits.collects() ? new ConcurrentLinkedQueue<>() : null;
    }

    /**
     * The operations of a loop: the same object each time, made on first use.
     *
     * @param loop an {@link IoEventLoop} that runs an {@link IoUringIoHandler}
     * @return its operations
     * @throws IllegalArgumentException for another transport's loop
     */
    public static RingOperations of(EventLoop loop) {
        return OperationLane.of(loop).operations();
    }

    /**
     * Makes a caller of its own on the same loop, with its own limits, that can be closed.
     *
     * @param newLimits what it may have under way
     * @return the caller
     */
    public RingOperations newCaller(OperationLimits newLimits) {
        return new RingOperations(lane, newLimits);
    }

    /**
     * As {@link #newCaller}, with this one's overflow.
     *
     * @param inFlight operations at a time, at least 1
     * @return the caller
     */
    public RingOperations withLimit(int inFlight) {
        return newCaller(new OperationLimits(inFlight, limits.overflow(), false));
    }

    /** {@return the loop} */
    public IoEventLoop loop() {
        return lane.loop();
    }

    /** {@return what this caller may have under way} */
    public OperationLimits limits() {
        return limits;
    }

    /**
     * Submits one operation. It goes with the loop's next enter.
     *
     * @param operation what
     * @return its future
     */
    public RingFuture submit(RingOperation operation) {
        RingPromise promise = promise(operation);
        if (operation.kind().runsInLine()) {
            callInLine(promise);
        } else {
            submit(List.of(promise), false);
        }
        return promise;
    }

    /**
     * Submits operations that go to the kernel with one enter, in this order, each for itself. A batch larger than a
     * limit or than the submission queue takes several.
     *
     * @param operations what; those that never wait are done at once
     * @return their futures, in the same order
     */
    public List<RingFuture> submitBatch(List<RingOperation> operations) {
        List<RingFuture> futures = new ArrayList<>(operations.size());
        List<RingPromise> promises = new ArrayList<>(operations.size());
        for (RingOperation operation : operations) {
            RingPromise promise = promise(operation);
            futures.add(promise);
            if (operation.kind().runsInLine()) {
                callInLine(promise);
            } else {
                promises.add(promise);
            }
        }
        if (!promises.isEmpty()) {
            submit(promises, false);
        }
        return futures;
    }

    /**
     * Submits operations that the kernel does one after the other. The first that fails, or moves fewer bytes than it
     * was asked for, cancels the rest, but for those behind one that {@linkplain RingOperation#continueOnFailure() lets
     * them go on}; each future tells. A cancel of one ends all that is not done.
     *
     * @param operations what; together with their time limits not more than the submission queue has entries
     * @return their futures, in the same order
     * @throws IllegalArgumentException if one of them runs in line, which cannot be linked
     */
    public List<RingFuture> pipeline(List<RingOperation> operations) {
        for (RingOperation operation : operations) {
            if (operation.kind().runsInLine()) {
                throw new IllegalArgumentException(operation + " runs in line, and cannot be linked: submit it alone");
            }
        }
        List<RingPromise> promises = new ArrayList<>(operations.size());
        for (RingOperation operation : operations) {
            promises.add(promise(operation));
        }
        if (!promises.isEmpty()) {
            submit(promises, true);
        }
        return List.copyOf(promises);
    }

    /**
     * Takes futures that are done, for callers that poll and {@linkplain OperationLimits#collecting() collect}.
     *
     * @param max at most so many
     * @return them, in the order in which they were done
     * @throws IllegalStateException if this caller does not collect
     */
    public List<RingFuture> drain(int max) {
        if (collected == null) {
            throw new IllegalStateException(
                    "nothing is collected: use newCaller(OperationLimits.ofLoop().collecting())");
        }
        List<RingFuture> futures = new ArrayList<>(Math.min(max, 64));
        while (futures.size() < max) {
            RingFuture future = collected.poll();
            if (future == null) {
                break;
            }
            futures.add(future);
        }
        return futures;
    }

    /**
     * Ends a caller made by {@link #newCaller}: what it has under way is cancelled, what comes later fails, and a
     * descriptor that is made nevertheless is closed. Returns at once; the futures are done when the kernel has let go.
     *
     * @throws IllegalStateException for the loop's own, which ends with its loop
     */
    @Override
    public void close() {
        if (lane.operations() == this) {
            throw new IllegalStateException("the loop's own operations end with their loop: close a newCaller");
        }
        lane.execute(() -> lane.close(caller));
    }

    private RingPromise promise(RingOperation operation) {
        return new RingPromise(lane.loop(), lane, operation, collected == null ? null : this);
    }

    private void submit(List<RingPromise> promises, boolean pipeline) {
        // Made here, so that a cancel finds it wherever it is; its caller's limits are known on the loop.
        Submission submission = Submission.of(lane, caller, promises, pipeline);
        lane.execute(() -> lane.submit(submission));
    }

    private void callInLine(RingPromise promise) {
        if (lane.syscalls() != null) {
            call(promise, lane.syscalls());
        } else {
            lane.execute(() -> call(promise, lane.syscalls()));
        }
    }

    private void call(RingPromise promise, Syscalls syscalls) {
        if (lane.whyClosed() != null) {
            promise.fail(lane.whyClosed(), 0);
            return;
        }
        if (promise.state() == OperationState.CANCELLING) {
            promise.fail(new CancellationException(promise.operation() + ": cancelled"), 0);
            return;
        }
        RingOperation operation = promise.operation();
        try {
            int result = operation.call().call(syscalls);
            if (result >= 0) {
                promise.succeed(result, 0);
            } else {
                promise.fail(Remedies.exception(
                        operation.kind().callName(), operation.object().toString(), -result), 0);
            }
        } catch (Throwable t) {
            promise.fail(t, 0);
        }
    }

    void collect(RingFuture future) {
        collected.add(future);
    }

    @Override
    public String toString() {
        return "RingOperations(" + lane.loop() + ", " + limits + ")";
    }
}
