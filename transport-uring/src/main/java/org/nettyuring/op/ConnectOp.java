// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.ring.Sqe;

/** {@code IORING_OP_CONNECT}. Each completion is terminal. */
public final class ConnectOp extends SocketOp {
    private final Listener listener;
    private byte[] sockaddr;

    /** Learns that a connect is over. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * The attempt is over.
         *
         * @param res 0 if connected, else {@code -errno}
         */
        void onConnected(int res);
    }

    /**
     * Makes an idle connect.
     *
     * @param fd a stream socket
     * @param listener learns what came
     */
    public ConnectOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newSockaddr a {@code struct sockaddr}, not changed any more
     */
    public void arm(Submitter submitter, byte[] newSockaddr) {
        checkIdle();
        sockaddr = newSockaddr;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        int offset = arena.take(sockaddr.length);
        if (offset < 0) {
            return false;
        }
        for (int i = 0; i < sockaddr.length; i++) {
            arena.buffer().put(offset + i, sockaddr[i]);
        }
        sqe.prepConnect(fd(), arena.address(offset), sockaddr.length);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        listener.onConnected(res);
    }

    @Override
    public String name() {
        return "CONNECT";
    }
}
