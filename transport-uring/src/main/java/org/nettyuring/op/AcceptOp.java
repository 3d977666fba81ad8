// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;
import static org.nettyuring.abi.SocketConstants.SOCK_CLOEXEC;

import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_ACCEPT}, one connection or, multishot (since 5.19), until cancelled. Asks for no address: the
 * pointer would be shared by all shots. Accepted sockets are blocking, as the ring wants them, and close-on-exec.
 *
 * <table>
 * <caption>Completions</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>IN_FLIGHT, CANCELLING</td><td>res &gt;= 0, MORE</td><td>same</td><td>onAccepted</td></tr>
 * <tr><td>IN_FLIGHT, CANCELLING</td><td>res &gt;= 0, no MORE</td><td>IDLE</td><td>onAccepted, onEnded</td></tr>
 * <tr><td>IN_FLIGHT</td><td>-EMFILE and the like</td><td>IDLE</td><td>onEnded: not to be armed at once</td></tr>
 * <tr><td>CANCELLING</td><td>-ECANCELED</td><td>IDLE</td><td>onEnded</td></tr>
 * <tr><td>IDLE</td><td>any</td><td>illegal</td><td>throws</td></tr>
 * </table>
 */
public final class AcceptOp extends SocketOp {
    private final Listener listener;
    private boolean multishot;

    /** Learns what an accept brought. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * A connection was accepted.
         *
         * @param fd its socket, now the callee's
         */
        void onAccepted(int fd);

        /**
         * The accept is over and may be armed again. Called after {@link #onAccepted} if there was a connection.
         *
         * @param res a descriptor already reported, or {@code -errno}; {@code -ECANCELED} for cancelled
         */
        void onEnded(int res);
    }

    /**
     * Makes an idle accept.
     *
     * @param fd a listening socket
     * @param listener learns what came
     */
    public AcceptOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newMultishot whether to go on after the first connection
     */
    public void arm(Submitter submitter, boolean newMultishot) {
        checkIdle();
        multishot = newMultishot;
        armAndSubmit(submitter);
    }

    /** {@return whether it is in flight and goes on after the next connection} */
    public boolean isMultishot() {
        return multishot && isInFlight();
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        if (multishot) {
            sqe.prepMultishotAccept(fd(), 0, 0, SOCK_CLOEXEC);
        } else {
            sqe.prepAccept(fd(), 0, 0, SOCK_CLOEXEC);
        }
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        boolean terminal = (flags & IORING_CQE_F_MORE) == 0;
        completed(terminal);
        try {
            if (res >= 0) {
                listener.onAccepted(res);
            }
        } finally {
            if (terminal) {
                listener.onEnded(res);
            }
        }
    }

    @Override
    public String name() {
        return multishot ? "ACCEPT multishot" : "ACCEPT";
    }
}
