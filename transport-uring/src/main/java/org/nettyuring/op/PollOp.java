// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;

import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_POLL_ADD}, one shot or, multishot (since 5.13), until cancelled. Each arming tests the level; what a
 * multishot tells after its first completion are edges.
 *
 * <p>Linux also tells {@code POLLRDHUP}, asked or not, which epoll does not: the owner gets what it asked for, and 0 if
 * that is nothing. A level lasts, so that after a 0 the next poll should be a multishot, which waits for a change;
 * another one shot would complete at once, again and again.
 *
 * <table>
 * <caption>Completions</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>IN_FLIGHT, CANCELLING</td><td>res &gt;= 0, MORE (multishot)</td><td>same</td><td>onPolled</td></tr>
 * <tr><td>IN_FLIGHT, CANCELLING</td><td>res &gt;= 0, no MORE; a multishot's too, when the completion queue was
 * full</td><td>IDLE</td><td>onPolled</td></tr>
 * <tr><td>IN_FLIGHT</td><td>-EBADF and the like</td><td>IDLE</td><td>onPolled</td></tr>
 * <tr><td>CANCELLING</td><td>-ECANCELED</td><td>IDLE</td><td>onPolled</td></tr>
 * <tr><td>IDLE</td><td>any</td><td>illegal</td><td>throws</td></tr>
 * </table>
 */
public final class PollOp extends SocketOp {
    private static final int ALWAYS = LinuxConstants.POLLERR | LinuxConstants.POLLHUP | LinuxConstants.POLLNVAL;

    private int pollMask;
    private boolean multishot;
    private final Listener listener;

    /** Learns what a poll found. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * A poll has completed: once, or a multishot, if it is still {@link #isInFlight()}, not for the last time.
         *
         * @param op which; may be armed again unless it is in flight
         * @param res the events that are there and were asked for, errors and hang-ups always; 0 for others only; or
         *     {@code -errno}, {@code -ECANCELED} for cancelled
         */
        void onPolled(PollOp op, int res);
    }

    /**
     * Makes an idle poll, one shot unless it is armed otherwise.
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

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newPollMask {@code POLL*}; errors and hang-ups are always reported
     * @param newMultishot whether to go on after the first completion
     */
    public void arm(Submitter submitter, int newPollMask, boolean newMultishot) {
        checkIdle();
        pollMask = newPollMask;
        multishot = newMultishot;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        if (multishot) {
            sqe.prepPollMultishot(fd(), pollMask);
        } else {
            sqe.prepPollAdd(fd(), pollMask);
        }
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed((flags & IORING_CQE_F_MORE) == 0);
        listener.onPolled(this, res < 0 ? res : res & (pollMask | ALWAYS));
    }

    @Override
    public String name() {
        return (multishot ? "POLL_ADD multishot 0x" : "POLL_ADD 0x") + Integer.toHexString(pollMask);
    }
}
