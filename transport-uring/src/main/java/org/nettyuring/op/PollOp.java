// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.ring.Sqe;

/** {@code IORING_OP_POLL_ADD}, one shot: level-triggered when armed. Each completion is terminal. */
public final class PollOp extends SocketOp {
    private final int pollMask;
    private final Listener listener;

    /** Learns that a poll is over. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * The poll is over and may be armed again.
         *
         * @param op which
         * @param res the events that are there, or {@code -errno}; {@code -ECANCELED} for cancelled
         */
        void onPolled(PollOp op, int res);
    }

    /**
     * Makes an idle poll.
     *
     * @param fd the descriptor
     * @param pollMask {@code POLL*}; errors and hang-ups are always reported
     * @param listener learns what came
     */
    public PollOp(int fd, int pollMask, Listener listener) {
        super(fd, listener);
        this.pollMask = pollMask;
        this.listener = listener;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     */
    public void arm(Submitter submitter) {
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepPollAdd(fd(), pollMask);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        listener.onPolled(this, res);
    }

    @Override
    public String name() {
        return "POLL_ADD 0x" + Integer.toHexString(pollMask);
    }
}
