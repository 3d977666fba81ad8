// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

/** Learns what a receive brought. Loop thread. */
public interface RecvListener extends SocketOp.Owner {
    /**
     * Bytes arrived. With {@code IORING_CQE_F_BUFFER} they are in a provided buffer, which the callee now owns; else in
     * the memory given to {@link RecvOp#armInto}.
     *
     * @param res bytes, greater than 0; of a datagram perhaps 0
     * @param flags {@code cqe->flags}
     */
    void onBytes(int res, int flags);

    /**
     * The receive is over and may be armed again. Called after {@link #onBytes} if the terminal completion had bytes.
     *
     * @param res greater than 0: it ended after bytes and says nothing about the stream; 0: end of stream; else
     *     {@code -errno}: {@code -ENOBUFS} for no buffer, {@code -ECANCELED} for cancelled
     * @param flags {@code cqe->flags}
     */
    void onEnded(int res, int flags);
}
