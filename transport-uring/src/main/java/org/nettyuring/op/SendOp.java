// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_RECVSEND_POLL_FIRST;

import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_SEND} of one piece of memory, or {@code IORING_OP_SENDMSG} over several. At most one is in flight
 * per stream socket: two reorder. Each completion is terminal; it may report fewer bytes than were asked for, also
 * after a cancel.
 *
 * <p>The pieces are collected before arming and belong to the kernel until the completion. The {@code iovec}s are
 * copied out while the SQE is consumed.
 */
public final class SendOp extends SocketOp {
    /** {@code UIO_MAXIOV}: pieces of one send. */
    public static final int MAX_IOVECS = Pieces.MAX;

    private static final int INITIAL_IOVECS = 4;
    private static final int IOVECS_OFFSET = 64;

    private final Listener listener;
    private final Pieces pieces = new Pieces(INITIAL_IOVECS);
    private boolean pollFirst;

    static {
        assert IOVECS_OFFSET >= Msghdr.SIZE;
    }

    /** Learns that a send is over. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * The send is over and may be armed again.
         *
         * @param res bytes taken, perhaps fewer than {@link SendOp#bytes()}, or {@code -errno}
         */
        void onSent(int res);
    }

    /**
     * Makes an idle send.
     *
     * @param fd a stream socket
     * @param listener learns what came
     */
    public SendOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /** Forgets the pieces of the last send. */
    public void clear() {
        checkIdle();
        pieces.clear();
        pollFirst = false;
    }

    /**
     * Adds a piece.
     *
     * @param address first byte, the kernel's until the completion
     * @param lengthBytes bytes, greater than 0
     * @return false, with nothing added, if there is no room for more
     */
    public boolean add(long address, int lengthBytes) {
        checkIdle();
        return pieces.add(address, lengthBytes);
    }

    /** Has the kernel wait for room before it tries: the last try found none. */
    public void pollFirst() {
        checkIdle();
        pollFirst = true;
    }

    /** {@return pieces} */
    public int count() {
        return pieces.count();
    }

    /** {@return bytes asked for} */
    public long bytes() {
        return pieces.bytes();
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     */
    public void arm(Submitter submitter) {
        if (pieces.count() == 0) {
            throw new IllegalStateException(name() + ": arm with nothing to send");
        }
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        fitInto(arena);
        if (pieces.count() == 1) {
            sqe.prepSend(fd(), pieces.firstAddress(), pieces.firstLength(), 0);
        } else if (!prepareMessage(sqe, arena)) {
            return false;
        }
        if (pollFirst) {
            sqe.addIoprio(IORING_RECVSEND_POLL_FIRST);
        }
        return true;
    }

    /** An arena that is too small for all pieces gets as many as it can ever hold. */
    private void fitInto(SubmitArena arena) {
        int most = Math.max(1, (arena.capacity() - IOVECS_OFFSET) / Iovec.SIZE);
        while (pieces.count() > most) {
            pieces.removeLast();
        }
    }

    private boolean prepareMessage(Sqe sqe, SubmitArena arena) {
        int message = arena.take(IOVECS_OFFSET + pieces.count() * Iovec.SIZE);
        if (message < 0) {
            return false;
        }
        int iovecs = message + IOVECS_OFFSET;
        pieces.writeIovecs(arena.buffer(), iovecs);
        Msghdrs.clear(arena.buffer(), message);
        Msghdrs.iovecs(arena.buffer(), message, arena.address(iovecs), pieces.count());
        sqe.prepSendmsg(fd(), arena.address(message), 0);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        listener.onSent(res);
    }

    @Override
    public String name() {
        return pieces.count() == 1 ? "SEND" : "SENDMSG of " + pieces.count();
    }
}
