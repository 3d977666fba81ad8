// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_RECVSEND_POLL_FIRST;

import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_RECV} of one message's worth: into a buffer that the kernel picks, or into memory of the caller.
 * Each completion is terminal: {@link RecvListener#onBytes} if there were any, then {@link RecvListener#onEnded}.
 */
public final class RecvOp extends SocketOp {
    private static final int NO_GROUP = -1;

    private final RecvListener listener;
    private int bgid;
    private long address;
    private int lengthBytes;
    private boolean pollFirst;

    /**
     * Makes an idle receive.
     *
     * @param fd a stream socket
     * @param listener learns what came
     */
    public RecvOp(int fd, RecvListener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /**
     * Submits a receive into a provided buffer.
     *
     * @param submitter the loop
     * @param newBgid buffer group to pick from, of that loop
     * @param maxBytes bytes at most; 0 for the buffer's size
     */
    public void arm(Submitter submitter, int newBgid, int maxBytes) {
        select(newBgid, maxBytes);
        armAndSubmit(submitter);
    }

    /**
     * As {@link #arm}, from a socket that is thought to be empty: the kernel waits for bytes before it tries (since
     * 5.19, as provided buffers).
     *
     * @param submitter the loop
     * @param newBgid buffer group to pick from, of that loop
     * @param maxBytes bytes at most; 0 for the buffer's size
     */
    public void armForLater(Submitter submitter, int newBgid, int maxBytes) {
        select(newBgid, maxBytes);
        pollFirst = true;
        armAndSubmit(submitter);
    }

    private void select(int newBgid, int maxBytes) {
        checkIdle();
        bgid = newBgid;
        address = 0;
        lengthBytes = maxBytes;
        pollFirst = false;
    }

    /**
     * Submits a receive into the caller's memory, which must live until the completion.
     *
     * @param submitter the loop
     * @param newAddress first byte
     * @param newLengthBytes room
     */
    public void armInto(Submitter submitter, long newAddress, int newLengthBytes) {
        checkIdle();
        bgid = NO_GROUP;
        address = newAddress;
        lengthBytes = newLengthBytes;
        pollFirst = false;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepRecv(fd(), address, lengthBytes, 0);
        if (bgid != NO_GROUP) {
            sqe.bufferSelect(bgid);
        }
        if (pollFirst) {
            sqe.addIoprio(IORING_RECVSEND_POLL_FIRST);
        }
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        try {
            if (res > 0) {
                listener.onBytes(res, flags);
            }
        } finally {
            listener.onEnded(res, flags);
        }
    }

    @Override
    public String name() {
        return "RECV";
    }
}
