// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;

import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_RECV} that goes on until it is cancelled or something ends it, each time into a buffer that the
 * kernel picks when bytes are there (since 6.0).
 *
 * <table>
 * <caption>Completions</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>IN_FLIGHT</td><td>res &gt; 0, MORE</td><td>IN_FLIGHT</td><td>onBytes</td></tr>
 * <tr><td>IN_FLIGHT</td><td>res &gt; 0, no MORE (queue overflow)</td><td>IDLE</td><td>onBytes, onEnded</td></tr>
 * <tr><td>IN_FLIGHT</td><td>0</td><td>IDLE</td><td>onEnded: end of stream</td></tr>
 * <tr><td>IN_FLIGHT</td><td>-ENOBUFS</td><td>IDLE</td><td>onEnded: arm again when buffers came back</td></tr>
 * <tr><td>CANCELLING</td><td>res &gt; 0</td><td>CANCELLING or IDLE by MORE</td><td>onBytes: to be parked</td></tr>
 * <tr><td>CANCELLING</td><td>-ECANCELED</td><td>IDLE</td><td>onEnded: arm again if wanted</td></tr>
 * <tr><td>IDLE</td><td>any</td><td>illegal</td><td>throws</td></tr>
 * </table>
 */
public final class RecvMultishotOp extends SocketOp {
    private final RecvListener listener;
    private int bgid;

    /**
     * Makes an idle receive.
     *
     * @param fd a stream socket
     * @param listener learns what came
     */
    public RecvMultishotOp(int fd, RecvListener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newBgid buffer group to pick from, of that loop
     */
    public void arm(Submitter submitter, int newBgid) {
        checkIdle();
        bgid = newBgid;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepRecvMultishot(fd(), 0, 0, 0).bufferSelect(bgid);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        boolean terminal = (flags & IORING_CQE_F_MORE) == 0;
        completed(terminal);
        try {
            if (res > 0) {
                listener.onBytes(res, flags);
            }
        } finally {
            if (terminal) {
                listener.onEnded(res, flags);
            }
        }
    }

    @Override
    public String name() {
        return "RECV multishot";
    }
}
