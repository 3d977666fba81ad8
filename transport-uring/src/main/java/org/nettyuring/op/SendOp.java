// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_RECVSEND_POLL_FIRST;
import static org.nettyuring.abi.SocketConstants.MSG_DONTWAIT;
import static org.nettyuring.abi.SocketConstants.MSG_NOSIGNAL;

import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;
import org.nettyuring.sys.SocketSyscalls;

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

    private static final int INITIAL_BEHIND = 3;
    private static final int IOVECS_OFFSET = 64;

    private final Listener listener;
    private long firstAddress;
    /** 0 while there is no piece. */
    private int firstLength;
    /** Those behind the first; null until there was one, because most sends are of one piece. */
    private Pieces behind;
    private boolean pollFirst;
    private int messageFlags;

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
        firstLength = 0;
        if (behind != null) {
            behind.clear();
        }
        pollFirst = false;
        messageFlags = 0;
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
        if (firstLength == 0) {
            firstAddress = address;
            firstLength = lengthBytes;
            return true;
        }
        return count() < MAX_IOVECS && bytes() + lengthBytes <= Integer.MAX_VALUE && addBehind(address, lengthBytes);
    }

    private boolean addBehind(long address, int lengthBytes) {
        if (behind == null) {
            behind = new Pieces(INITIAL_BEHIND);
        }
        return behind.add(address, lengthBytes);
    }

    /** Has the kernel wait for room before it tries: the last try found none. */
    public void pollFirst() {
        checkIdle();
        pollFirst = true;
    }

    /** Has the kernel not wait for room: without any, it ends with {@code -EAGAIN}. */
    public void dontWait() {
        checkIdle();
        messageFlags = MSG_DONTWAIT;
    }

    /** {@return pieces} */
    public int count() {
        int first = firstLength == 0 ? 0 : 1;
        return behind == null ? first : first + behind.count();
    }

    /** {@return bytes asked for} */
    @Override
    public long bytes() {
        return behind == null ? firstLength : firstLength + behind.bytes();
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     */
    public void arm(Submitter submitter) {
        if (firstLength == 0) {
            throw new IllegalStateException(name() + ": arm with nothing to send");
        }
        armAndSubmit(submitter);
    }

    /**
     * Makes the send by {@code send(2)} instead, without a completion. It may then be made anew, with what is left.
     *
     * @param syscalls the socket's kernel
     * @return bytes taken, perhaps fewer than {@link #bytes()}, or {@code -errno}; {@code -EAGAIN} where there is no
     *     room
     */
    public int sendDirectly(SocketSyscalls syscalls) {
        checkIdle();
        if (count() != 1) {
            throw new IllegalStateException(name() + ": a direct send is of one piece");
        }
        return (int) syscalls.send(fd(), firstAddress, firstLength, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        fitInto(arena);
        if (count() == 1) {
            sqe.prepSend(fd(), firstAddress, firstLength, messageFlags);
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
        while (count() > most) {
            behind.removeLast();
        }
    }

    private boolean prepareMessage(Sqe sqe, SubmitArena arena) {
        int message = arena.take(IOVECS_OFFSET + count() * Iovec.SIZE);
        if (message < 0) {
            return false;
        }
        int iovecs = message + IOVECS_OFFSET;
        Pieces.writeIovec(arena.buffer(), iovecs, firstAddress, firstLength);
        behind.writeIovecs(arena.buffer(), iovecs + Iovec.SIZE);
        Msghdrs.clear(arena.buffer(), message);
        Msghdrs.iovecs(arena.buffer(), message, arena.address(iovecs), count());
        sqe.prepSendmsg(fd(), arena.address(message), messageFlags);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        listener.onSent(res);
    }

    @Override
    public String name() {
        return count() == 1 ? "SEND" : "SENDMSG of " + count();
    }
}
