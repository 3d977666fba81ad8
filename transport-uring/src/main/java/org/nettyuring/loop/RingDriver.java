// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.nettyuring.abi.Errno;
import org.nettyuring.metrics.InFlightReport;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.CancelOp;
import org.nettyuring.op.Op;
import org.nettyuring.op.OpBacklog;
import org.nettyuring.op.OpTable;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.op.Submitter;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.Sqe;

/**
 * Drives one ring: takes operations, {@linkplain RingEnter enters} the kernel, and has a {@link CompletionDispatcher}
 * deliver what comes back. Knows no operation by name, but for the cancels that it submits itself, and nothing of
 * Netty's event loops. Loop thread only.
 */
final class RingDriver implements Submitter {
    private static final int INITIAL_SLOTS = 256;
    /** Operations that one ring may have in the kernel; more wait in the backlog. */
    static final int MAX_IN_FLIGHT = 1 << 20;
    /** Beyond that, for cancels: where everything waits they are what makes room. */
    private static final int RESERVED_FOR_CANCELS = 1 << 10;

    private final Ring ring;
    private final SubmitArena arena;
    private final LoopCounters counters;
    private final LongSupplier clock;
    private final int maxInFlight;
    private final OpTable table;
    private final OpBacklog backlog = new OpBacklog();
    private final CompletionDispatcher dispatcher;
    private final EntryPlacer placer;
    private final RingEnter enter;
    private final CancelOp.Pool cancels = new CancelOp.Pool(this, this::submitCancel);
    /** Once for all. */
    private boolean prioritized;
    /** Somebody has asked what is in flight. */
    private boolean watched;
    private long nowNs;

    RingDriver(Ring ring, SubmitArena arena, LoopCounters counters, LongSupplier clock) {
        this(ring, arena, counters, clock, MAX_IN_FLIGHT);
    }

    RingDriver(Ring ring, SubmitArena arena, LoopCounters counters, LongSupplier clock, int maxInFlight) {
        this.maxInFlight = maxInFlight;
        table = new OpTable(Math.min(INITIAL_SLOTS, maxInFlight), maxInFlight + RESERVED_FOR_CANCELS);
        this.ring = ring;
        this.arena = arena;
        this.counters = counters;
        this.clock = clock;
        dispatcher = new CompletionDispatcher(ring, table, counters);
        placer = new EntryPlacer(ring, table, counters, maxInFlight);
        enter = new RingEnter(ring, arena, counters, placer);
    }

    @Override
    public void submit(Op op) {
        assert !op.isPending() : "already pending: " + op.name() + " of " + op.owner();
        if (!backlog.isEmpty() || !trySubmit(op)) {
            backlog.add(op);
            counters.backlogged++;
        }
    }

    @Override
    public void submitNow() {
        enter.submitAll();
    }

    @Override
    public void cancel(Op op) {
        if (op.isPending() && !backlog.cancel(op)) {
            submitCancel(cancels.take(op));
        }
    }

    @Override
    public void cancelBehind(Op op) {
        if (op.isPending()) {
            submitCancel(cancels.take(op));
        }
    }

    private void submitCancel(CancelOp cancel) {
        counters.cancels++;
        // Behind operations that find no slot, it would wait for the very thing that it is to end.
        if (!isFull() || !trySubmit(cancel)) {
            submit(cancel);
        }
    }

    private boolean isFull() {
        return table.inFlight() >= maxInFlight;
    }

    @Override
    public void afterDispatch(AfterDispatch hook) {
        dispatcher.afterDispatch(hook);
    }

    private boolean trySubmit(Op op) {
        Sqe sqe = ring.nextSqe();
        if (sqe == null) {
            return false;
        }
        if (isFull() && !(op instanceof CancelOp) || !op.prepareInto(sqe, arena) || !table.acquire(op, nowNs)) {
            ring.ungetSqe();
            return false;
        }
        sqe.userData(op.userData());
        counters.sqes++;
        return true;
    }

    /** Moves waiting operations into the submission queue, oldest first, while there is room. */
    void submitBacklog() {
        while (!backlog.isEmpty()) {
            Op op = backlog.poll();
            if (backlog.consumeCancelled(op)) {
                op.deliver(-Errno.ECANCELED, 0);
            } else if (!trySubmit(op)) {
                backlog.addFirst(op);
                return;
            }
        }
    }

    /** {@return how entries are written that must stand beside one another} */
    EntryPlacer placer() {
        return placer;
    }

    /** {@return the clock of this turn, a {@link System#nanoTime()} value} */
    long nowNs() {
        return nowNs;
    }

    /** {@return a fresh reading of the clock, which becomes this turn's} */
    long readClock() {
        nowNs = clock.getAsLong();
        return nowNs;
    }

    /** Reads the clock if somebody looks at the ages of operations, which else are those of the last sleep's begin. */
    void readClockIfWatched() {
        if (watched) {
            readClock();
        }
    }

    /** {@return whether nothing waits for room in the submission queue: only then may the loop sleep} */
    boolean isBacklogEmpty() {
        return backlog.isEmpty();
    }

    /** {@return whether completions can be dispatched without entering the kernel} */
    boolean hasCompletions() {
        return ring.cqReady() != 0;
    }

    /** {@return whether a look at the queues shows what comes, so that a loop may spin on it} */
    boolean seesCompletions() {
        return !enter.isBlind();
    }

    /** {@return whether completions are there, wait for an enter, or are held back} */
    boolean hasSomething() {
        return ring.cqReady() != 0 || ring.needsEnter() || dispatcher.holdsBack();
    }

    /** Completions are delivered by their operations' priorities from now on. */
    void usePriorities() {
        if (!prioritized) {
            prioritized = true;
            dispatcher.usePriorities(new CompletionLanes(clock), this::submitNow);
        }
    }

    /** The loop is about to end: completions are delivered as they come, those that were held back first. */
    void endPriorities() {
        prioritized = true;
        dispatcher.endPriorities();
    }

    /** As {@link CompletionDispatcher#allowDirectSends}. */
    void allowDirectSends(int most) {
        dispatcher.allowDirectSends(most);
    }

    /** As {@link CompletionDispatcher#takeDirectSend}. */
    boolean takeDirectSend() {
        return dispatcher.takeDirectSend();
    }

    /** As {@link CompletionDispatcher#isBusy}. */
    boolean isBusy() {
        return dispatcher.isBusy();
    }

    /** As {@link CompletionDispatcher#allowLargeSends}. */
    void allowLargeSends(int most) {
        dispatcher.allowLargeSends(most);
    }

    /** As {@link CompletionDispatcher#takeLargeSend}. */
    boolean takeLargeSend() {
        return dispatcher.takeLargeSend();
    }

    /** {@return whether a submit would go straight into the submission queue} */
    boolean hasRoom() {
        return backlog.isEmpty() && ring.sqSpaceLeft() > 0;
    }

    /**
     * Submits an operation, and all that is ready before it, without waiting for the end of the turn. There is room.
     *
     * @param op not pending
     * @return whether the kernel has consumed it; if not, it goes with a later enter
     */
    boolean submitNow(Op op) {
        submit(op);
        enter.submit();
        return ring.sqReady() == 0;
    }

    /** Submits, and sleeps until a completion is there. */
    void enterAndWait() {
        enter.submitAndWait(-1);
    }

    /**
     * Submits, and sleeps until a completion is there or the time is over.
     *
     * @param timeoutNs longest wait in nanoseconds
     */
    void enterAndWait(long timeoutNs) {
        enter.submitAndWait(timeoutNs);
    }

    /** Submits and collects what is there; does not block, and enters only if there is a reason. */
    void enter() {
        enter.submitAndCollect();
    }

    /**
     * Delivers every completion that is there.
     *
     * @return how many were a handle's I/O
     */
    int dispatch() {
        return dispatcher.dispatch();
    }

    /** {@return operations that wait or that the kernel holds} */
    int pending() {
        return table.inFlight() + backlog.size();
    }

    /** {@return operations that the kernel holds} */
    int inFlight() {
        return table.inFlight();
    }

    /** {@return whether the kernel holds operations of handles; the loop's own (timer, bell, cancels) do not count} */
    boolean holdsHandleOperations() {
        boolean[] found = new boolean[1];
        table.forEachInFlight((op, since) -> found[0] |= !op.isInternalOperation());
        return found[0] || !backlog.isEmpty();
    }

    /** Asks every operation in the kernel to end. */
    void cancelAll() {
        List<Op> ops = new ArrayList<>(table.inFlight());
        table.forEachInFlight((op, since) -> ops.add(op));
        for (Op op : ops) {
            if (!(op instanceof CancelOp)) {
                cancel(op);
            }
        }
    }

    /** {@return what the kernel holds, and since when} */
    InFlightReport inFlightReport() {
        watched = true;
        InFlightReport.Builder report = new InFlightReport.Builder(clock.getAsLong());
        table.forEachInFlight((op, since) -> report.add(
                op.name(), String.valueOf(op.owner()), op.userData(), since, op.bytes()));
        return report.build();
    }
}
