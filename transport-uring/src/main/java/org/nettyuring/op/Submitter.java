// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

/** What an owner of operations sees of its loop. Loop thread only. */
public interface Submitter {
    /**
     * Submits an operation with the loop's next enter. Never enters the kernel and never fails: without room in the
     * submission queue the operation waits in the backlog, in order.
     *
     * @param op not pending
     */
    void submit(Op op);

    /**
     * Gives the kernel at once what was submitted so far: an extra enter, for the rare caller whose handlers may block
     * the loop until the peer has answered. No completion is delivered from within.
     */
    void submitNow();

    /**
     * Asks for a pending operation to end. Its terminal completion still comes, with {@code -ECANCELED} or, when the
     * cancel lost the race, with a result. Nothing happens if the operation is not pending.
     *
     * @param op the operation
     */
    void cancel(Op op);

    /**
     * As {@link #cancel}, but behind the operation: one that still waits in the backlog is submitted first, so that the
     * kernel gets one try at it.
     *
     * @param op the operation
     */
    default void cancelBehind(Op op) {
        cancel(op);
    }

    /**
     * Has {@code hook} called once, after the completions that were drained with the current one have been delivered.
     * A hook that is already waiting is not added again.
     *
     * @param hook the caller's own, reused
     */
    void afterDispatch(AfterDispatch hook);

    /** Called after a batch of completions: the place for {@code channelReadComplete}. */
    abstract class AfterDispatch {
        /** Next hook of the loop's list. Managed by the loop. */
        public AfterDispatch next;
        /** Whether the hook is in the list. Managed by the loop. */
        public boolean queued;

        /** Runs on the loop thread; may submit, cancel, and call {@link Submitter#afterDispatch} again. */
        public abstract void afterDispatch();
    }
}
