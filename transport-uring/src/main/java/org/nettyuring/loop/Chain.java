// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.nettyuring.sys.Syscalls;

/**
 * Steps that the kernel does one after the other, of which the first failure cancels the rest: a pipeline, or one
 * operation alone. Loop thread only, but for its construction.
 *
 * <p>A step that is to be tried again, and a chain of which the kernel took only the beginning, go on from there as a
 * new chain when every entry of the old one is back. So a step never begins before the one ahead of it has ended well.
 */
final class Chain implements RingPromise.Cancellable {
    private final OperationLane lane;
    /** What it is submitted with; another when a batch is taken apart. */
    Submission submission;
    private final StepOp[] steps;
    /** Those before are done. */
    private int next;
    /** Entries that the driver has, and that will come back. */
    private int out;
    private int tries;
    /** Ends the rest before another try; null while there is none. */
    private Future<?> rest;
    private boolean cancelled;
    private boolean spoilt;
    private boolean settling;

    Chain(OperationLane lane, List<RingPromise> promises) {
        this.lane = lane;
        steps = new StepOp[promises.size()];
        for (int i = 0; i < steps.length; i++) {
            RingPromise promise = promises.get(i);
            steps[i] = new StepOp(this, promise.operation(), promise, i == steps.length - 1);
            promise.work(this);
        }
    }

    int length() {
        return steps.length;
    }

    StepOp step(int index) {
        return steps[index];
    }

    boolean isDone() {
        return next == steps.length;
    }

    /** {@return entries of the submission queue that it takes, with those of time limits} */
    int entryCount() {
        int count = 0;
        for (StepOp step : steps) {
            count += step.limit() == null ? 1 : 2;
        }
        return count;
    }

    /** Adds the entries of what is left to do. They will all come back. */
    void addEntries(List<EntryOp> entries) {
        for (int i = next; i < steps.length; i++) {
            StepOp step = steps[i];
            step.reset();
            entries.add(step);
            out++;
            if (step.limit() != null) {
                entries.add(step.limit());
                out++;
            }
        }
    }

    /** {@return whether it is not to be done: cancelled, or one of its steps cannot be described} */
    boolean isVoid() {
        return cancelled || spoilt;
    }

    void spoil() {
        spoilt = true;
    }

    /** {@return whether it is the first of the current try, whose time begins now} */
    boolean isFirst(StepOp step) {
        return steps[next] == step;
    }

    boolean isForsaken() {
        return submission.caller().isClosed();
    }

    long nowNs() {
        return lane.driver().readClock(); // that of the turn may be as old as the sleep before it
    }

    void closeDescriptor(int fd) {
        Syscalls syscalls = lane.syscalls();
        syscalls.close(fd);
    }

    /** {@return the task's future; null if the loop ends, and takes none} */
    Future<?> schedule(Runnable task, long delayNs) {
        try {
            return lane.loop().schedule(task, delayNs, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    void cancelInKernel(StepOp step) {
        if (step.userData() != 0) { // else it is told when its turn comes
            lane.driver().cancel(step);
        }
    }

    @Override
    public void cancel() {
        if (isDone() || lane.isOver()) {
            return;
        }
        cancelled = true;
        for (int i = next; i < steps.length; i++) {
            steps[i].promise.cancelling();
        }
        if (out > 0) {
            cancelRunning();
        } else if (!settling) { // else it will be seen
            if (rest != null) {
                rest.cancel(false);
                rest = null;
            }
            end(new CancellationException("cancelled"));
        }
    }

    private void cancelRunning() {
        for (int i = next; i < steps.length; i++) {
            if (steps[i].isAtWork()) {
                cancelInKernel(steps[i]);
                return;
            }
        }
    }

    /** Ends what the kernel does not have. */
    void end(Throwable cause) {
        assert out == 0 : out + " entries are with the ring";
        int from = next;
        next = steps.length;
        for (int i = from; i < steps.length; i++) {
            if (!steps[i].promise.isDone()) {
                steps[i].promise.fail(cause, 0);
            }
        }
        submission.ended(this);
    }

    /** The last completion of a step. */
    void returned(StepOp step) {
        if (step.isClear()) {
            step.complete(cancelled);
        }
        if (cancelled && out > 1) {
            cancelRunning(); // the next one has begun
        }
        entryReturned();
    }

    /** One entry is back. */
    void entryReturned() {
        if (--out == 0) {
            settle();
        }
    }

    private void settle() {
        settling = true;
        StepOp breaker = defective();
        while (next < steps.length) {
            StepOp step = steps[next];
            if (!step.promise.isDone()) {
                if (breaker == null && !cancelled && step.isToBeTriedAgain()) {
                    settling = false;
                    tryAgain(step);
                    return;
                }
                tell(step, breaker);
            }
            if (breaker == null && step.breaksChain()) {
                breaker = step;
            }
            next++;
        }
        submission.ended(this);
    }

    private StepOp defective() {
        for (int i = next; i < steps.length; i++) {
            if (steps[i].defect() != null) {
                return steps[i];
            }
        }
        return null;
    }

    private void tell(StepOp step, StepOp breaker) {
        if (breaker != null && breaker != step) {
            step.notRun(breaker);
        } else if (!cancelled && step.isBehindShort(next > 0 ? steps[next - 1] : null)) {
            step.notRun(steps[next - 1]);
        } else {
            step.complete(cancelled);
        }
    }

    private void tryAgain(StepOp step) {
        step.promise.inKernel(false);
        if (!step.wasCut()) {
            tries++;
        }
        long restNs = step.wasCut() ? 0 : StepOp.restNs(tries);
        if (restNs == 0) {
            submission.resume(this);
        } else {
            rest = schedule(() -> {
                rest = null;
                submission.resume(this);
            }, restNs);
            if (rest == null) {
                cancel();
            }
        }
    }
}
