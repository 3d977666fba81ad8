// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_RECVSEND_POLL_FIRST;

import java.nio.ByteBuffer;
import java.util.Arrays;
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
    public static final int MAX_IOVECS = 1024;

    private static final int INITIAL_IOVECS = 4;
    private static final int IOVECS_OFFSET = 64;

    private final Listener listener;
    private long[] addresses = new long[INITIAL_IOVECS];
    private int[] lengths = new int[INITIAL_IOVECS];
    private int count;
    private long bytes;
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
        count = 0;
        bytes = 0;
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
        if (count == MAX_IOVECS || bytes + lengthBytes > Integer.MAX_VALUE) {
            return false;
        }
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        addresses[count] = address;
        lengths[count] = lengthBytes;
        count++;
        bytes += lengthBytes;
        return true;
    }

    /** Has the kernel wait for room before it tries: the last try found none. */
    public void pollFirst() {
        checkIdle();
        pollFirst = true;
    }

    /** {@return pieces} */
    public int count() {
        return count;
    }

    /** {@return bytes asked for} */
    public long bytes() {
        return bytes;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     */
    public void arm(Submitter submitter) {
        if (count == 0) {
            throw new IllegalStateException(name() + ": arm with nothing to send");
        }
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        fitInto(arena);
        if (count == 1) {
            sqe.prepSend(fd(), addresses[0], lengths[0], 0);
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
        while (count > most) {
            count--;
            bytes -= lengths[count];
        }
    }

    private boolean prepareMessage(Sqe sqe, SubmitArena arena) {
        int message = arena.take(IOVECS_OFFSET + count * Iovec.SIZE);
        if (message < 0) {
            return false;
        }
        ByteBuffer memory = arena.buffer();
        int iovecs = message + IOVECS_OFFSET;
        for (int i = 0; i < count; i++) {
            memory.putLong(iovecs + i * Iovec.SIZE + Iovec.IOV_BASE_OFFSET, addresses[i]);
            memory.putLong(iovecs + i * Iovec.SIZE + Iovec.IOV_LEN_OFFSET, lengths[i]);
        }
        memory.putLong(message + Msghdr.MSG_NAME_OFFSET, 0);
        memory.putLong(message + Msghdr.MSG_NAMELEN_OFFSET, 0);
        memory.putLong(message + Msghdr.MSG_IOV_OFFSET, arena.address(iovecs));
        memory.putLong(message + Msghdr.MSG_IOVLEN_OFFSET, count);
        memory.putLong(message + Msghdr.MSG_CONTROL_OFFSET, 0);
        memory.putLong(message + Msghdr.MSG_CONTROLLEN_OFFSET, 0);
        memory.putLong(message + Msghdr.MSG_FLAGS_OFFSET, 0);
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
        return count == 1 ? "SEND" : "SENDMSG of " + count;
    }
}
