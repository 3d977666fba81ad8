// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_NOTIF;
import static org.nettyuring.abi.SocketConstants.MSG_DONTWAIT;

import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_SEND_ZC} (since 6.0): the memory stays the kernel's after the result, until a second completion.
 *
 * <table>
 * <caption>Completions</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>IN_FLIGHT</td><td>res, MORE</td><td>AWAITING_NOTIF</td><td>onSent</td></tr>
 * <tr><td>IN_FLIGHT</td><td>res, no MORE</td><td>IDLE</td><td>onSent, onReleased</td></tr>
 * <tr><td>AWAITING_NOTIF</td><td>F_NOTIF</td><td>IDLE</td><td>onReleased</td></tr>
 * <tr><td>AWAITING_NOTIF</td><td>cancel</td><td>AWAITING_NOTIF</td><td>nothing: the peer decides</td></tr>
 * <tr><td>IN_FLIGHT</td><td>F_NOTIF</td><td>illegal</td><td>throws</td></tr>
 * <tr><td>AWAITING_NOTIF</td><td>no F_NOTIF</td><td>illegal</td><td>throws</td></tr>
 * </table>
 */
public final class SendZcOp extends SocketOp {
    private final Listener listener;
    private long address;
    private int lengthBytes;
    private int messageFlags;
    private boolean awaitingNotif;

    /** Learns that a zero-copy send is over. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * The send itself is over; the memory is still the kernel's.
         *
         * @param op which
         * @param res bytes taken, perhaps fewer than {@link SendZcOp#bytes()}, or {@code -errno}
         */
        void onSent(SendZcOp op, int res);

        /**
         * The kernel let go of the memory; the operation may be armed again.
         *
         * @param op which
         */
        void onReleased(SendZcOp op);
    }

    /**
     * Makes an idle send.
     *
     * @param fd a TCP socket
     * @param listener learns what came
     */
    public SendZcOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /** Has the kernel not wait for room, from now on: without any, a send ends with {@code -EAGAIN}. */
    public void dontWait() {
        checkIdle();
        messageFlags = MSG_DONTWAIT;
    }

    /** {@return bytes asked for} */
    @Override
    public long bytes() {
        return lengthBytes;
    }

    /** {@return whether the result came, and the memory is still the kernel's} */
    public boolean isAwaitingNotif() {
        return awaitingNotif;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newAddress first byte, the kernel's until {@link Listener#onReleased}
     * @param newLengthBytes bytes
     */
    public void arm(Submitter submitter, long newAddress, int newLengthBytes) {
        checkIdle();
        address = newAddress;
        lengthBytes = newLengthBytes;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepSendZc(fd(), address, lengthBytes, messageFlags, 0);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        boolean notif = (flags & IORING_CQE_F_NOTIF) != 0;
        if (notif != awaitingNotif) {
            throw new IllegalStateException(name() + (notif ? ": F_NOTIF before the result" : ": second result"));
        }
        boolean terminal = (flags & IORING_CQE_F_MORE) == 0;
        completed(terminal);
        awaitingNotif = !terminal;
        try {
            if (!notif) {
                listener.onSent(this, res);
            }
        } finally {
            if (terminal) {
                listener.onReleased(this);
            }
        }
    }

    @Override
    protected boolean isBeyondCancel() {
        return awaitingNotif;
    }

    @Override
    public String name() {
        return awaitingNotif ? "SEND_ZC, awaiting F_NOTIF" : "SEND_ZC";
    }
}
