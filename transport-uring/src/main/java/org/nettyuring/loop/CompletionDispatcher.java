// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.metrics.FlightEvents;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.IoPriority;
import org.nettyuring.op.Op;
import org.nettyuring.op.OpTable;
import org.nettyuring.op.Submitter.AfterDispatch;
import org.nettyuring.op.UserData;
import org.nettyuring.ring.CqeBatch;
import org.nettyuring.ring.Ring;

/**
 * Takes the completions of one ring to the operations that they belong to, and then calls who wants to know that a
 * batch is over.
 *
 * <p>Completions are copied out and the queue's head is released before anyone is called, so user code can submit, fail
 * or run long without holding the queue. Loop thread only.
 */
final class CompletionDispatcher {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(CompletionDispatcher.class);
    private static final int BATCH = 256;

    private final Ring ring;
    private final OpTable table;
    private final LoopCounters counters;
    private final CqeBatch batch;
    private AfterDispatch hooks;
    private AfterDispatch lastHook;
    private int mostDirectSends;
    /** Left in this batch. */
    private int directSends;
    /** Null until somebody has a priority. */
    private CompletionLanes lanes;
    private Runnable submitNow;
    private int largeSends;
    private boolean busy;

    /**
     * Makes a dispatcher.
     *
     * @param ring whose completions
     * @param table finds operations by {@code user_data}; their slots are released here
     * @param counters the loop's
     */
    CompletionDispatcher(Ring ring, OpTable table, LoopCounters counters) {
        this.ring = ring;
        this.table = table;
        this.counters = counters;
        batch = new CqeBatch(Math.min(BATCH, ring.cqEntries()));
    }

    /**
     * Delivers every completion that is there.
     *
     * @return how many were a handle's I/O
     */
    int dispatch() {
        return lanes == null ? dispatchInOrder() : dispatchByPriority(lanes);
    }

    private int dispatchInOrder() {
        int drained = ring.drainTo(batch);
        if (drained == batch.capacity()) {
            countOverflow(); // it stays until an enter, which handlers may do
        }
        int handled = deliver(drained);
        while (drained == batch.capacity()) {
            drained = ring.drainTo(batch);
            handled += deliver(drained);
        }
        return handled;
    }

    private int deliver(int drained) {
        int handled = 0;
        counters.cqes += drained;
        busy = drained > mostDirectSends;
        directSends = busy ? 0 : drained;
        for (int i = 0; i < drained; i++) {
            handled += dispatch(batch.userData(i), batch.res(i), batch.flags(i));
        }
        runHooks();
        directSends = 0;
        return handled;
    }

    /**
     * Has small sends of small batches made by system calls.
     *
     * @param most completions of such a batch, and sends; 0 for none
     */
    void allowDirectSends(int most) {
        mostDirectSends = most;
    }

    /** {@return whether the next send costs less by a system call of its own than with the ring; it is to be made} */
    boolean takeDirectSend() {
        return directSends > 0 && --directSends >= 0;
    }

    /** {@return whether more came at a time, in this turn or the last, than answers are sent directly for} */
    boolean isBusy() {
        return busy;
    }

    /**
     * A message was received directly, or all of them are handled.
     *
     * @param most sends that may be made by system calls before the next is, at most
     */
    void allowLargeSends(int most) {
        largeSends = most;
    }

    /** {@return whether the next send answers a message that was received directly; it is to be made as that was} */
    boolean takeLargeSend() {
        return largeSends > 0 && --largeSends >= 0;
    }

    /**
     * From now on completions are delivered by their operations' priorities.
     *
     * @param newLanes hold back those that can wait
     * @param newSubmitNow has the kernel take what the urgent ones asked for
     */
    void usePriorities(CompletionLanes newLanes, Runnable newSubmitNow) {
        submitNow = newSubmitNow;
        lanes = newLanes;
    }

    /** {@return whether completions wait for their turn} */
    boolean holdsBack() {
        return lanes != null && !lanes.isEmpty();
    }

    /** Delivers what is held back, and holds back no more. */
    void endPriorities() {
        CompletionLanes ended = lanes;
        lanes = null;
        if (ended != null) {
            deliver(ended.normal(), Integer.MAX_VALUE);
            deliver(ended.low(), Integer.MAX_VALUE);
        }
    }

    private int dispatchByPriority(CompletionLanes turn) {
        turn.beginTurn();
        int handled = 0;
        int drained;
        do {
            drained = ring.drainTo(batch);
            counters.cqes += drained;
            busy = drained > mostDirectSends;
            for (int i = 0; i < drained; i++) {
                Op op = table.resolve(batch.userData(i));
                if (op == null || op.priority() == IoPriority.HIGH) {
                    handled += dispatch(batch.userData(i), batch.res(i), batch.flags(i));
                } else {
                    turn.hold(op.priority(), batch.userData(i), batch.res(i), batch.flags(i));
                }
            }
            if (drained == batch.capacity()) {
                countOverflow();
            }
        } while (drained == batch.capacity());
        runHooks();
        if (!turn.isEmpty()) {
            handled += deliverHeld(turn);
        }
        return handled;
    }

    /** The answers to what was more urgent are on their way before the next lane's completions are delivered. */
    private int deliverHeld(CompletionLanes turn) {
        submitAnswers();
        int handled = deliver(turn.normal(), CompletionLanes.NORMAL_LIMIT);
        HeldCompletions low = turn.low();
        if (low.isEmpty()) {
            return handled;
        }
        submitAnswers();
        turn.beginLow();
        while (low.take()) {
            handled += dispatch(low.userData(), low.res(), low.flags());
            if (!turn.hasTimeForLow(ring.cqReady() != 0 || ring.needsEnter())) {
                break;
            }
        }
        runHooks();
        return handled;
    }

    private void submitAnswers() {
        if (ring.sqReady() != 0) {
            submitNow.run();
        }
    }

    private int deliver(HeldCompletions held, int most) {
        int handled = 0;
        for (int i = 0; i < most && held.take(); i++) {
            handled += dispatch(held.userData(), held.res(), held.flags());
        }
        runHooks();
        return handled;
    }

    private void countOverflow() {
        if (ring.isOverflowing()) {
            FlightEvents.overflow(ring.cqEntries(), counters);
        }
    }

    /** As {@link org.nettyuring.op.Submitter#afterDispatch}. */
    void afterDispatch(AfterDispatch hook) {
        if (hook.queued) {
            return;
        }
        hook.queued = true;
        hook.next = null;
        if (lastHook == null) {
            hooks = hook;
        } else {
            lastHook.next = hook;
        }
        lastHook = hook;
    }

    private int dispatch(long userData, int res, int flags) {
        Op op = table.resolve(userData);
        if (op == null) {
            if (UserData.kind(userData) == UserData.KIND_BELL) {
                counters.bellsReceived++;
            } else {
                counters.staleCqes++;
            }
            return 0;
        }
        if ((flags & IoUringConstants.IORING_CQE_F_MORE) == 0) {
            table.release(op);
        }
        return op.deliver(res, flags);
    }

    private void runHooks() {
        while (hooks != null) {
            AfterDispatch hook = hooks;
            hooks = hook.next;
            if (hooks == null) {
                lastHook = null;
            }
            hook.next = null;
            hook.queued = false;
            try {
                hook.afterDispatch();
            } catch (Throwable t) {
                LOGGER.warn("after dispatch: {} threw", hook, t);
            }
        }
    }
}
