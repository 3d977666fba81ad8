// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.SocketConstants.MSG_DONTWAIT;
import static org.nettyuring.abi.SocketConstants.SCM_RIGHTS;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_SENDMSG} of one byte of a Unix stream and a descriptor with it ({@code SCM_RIGHTS}). Each completion
 * is terminal. The kernel looks the descriptor up at every try, the last of which may be long after the submission: it
 * must stay open until the completion.
 */
public final class SendFdOp extends SocketOp {
    private static final int IOVEC_OFFSET = 64;
    private static final int DATA_OFFSET = IOVEC_OFFSET + Iovec.SIZE;
    private static final int CONTROL_OFFSET = DATA_OFFSET + Long.BYTES;
    private static final int CONTROL_BYTES = ControlMessages.space(Integer.BYTES);

    /** Bytes of memory that a send needs. */
    public static final int MEMORY_BYTES = CONTROL_OFFSET + CONTROL_BYTES;

    private final Listener listener;
    private ByteBuffer memory;
    private long address;
    private int passedFd;
    private int messageFlags;

    static {
        assert IOVEC_OFFSET >= Msghdr.SIZE;
    }

    /** Learns that a send is over. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * The send is over and may be armed again.
         *
         * @param res 1 or {@code -errno}
         */
        void onSent(int res);
    }

    /**
     * Makes an idle send.
     *
     * @param fd a Unix stream socket
     * @param listener learns what came
     */
    public SendFdOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /** Has the kernel not wait for room, from now on: without any, a send ends with {@code -EAGAIN}. */
    public void dontWait() {
        checkIdle();
        messageFlags = MSG_DONTWAIT;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newMemory {@link #MEMORY_BYTES} from index 0 on, in native byte order, the kernel's until the completion
     * @param newAddress where they are
     * @param newPassedFd what to pass, open until the completion
     */
    public void arm(Submitter submitter, ByteBuffer newMemory, long newAddress, int newPassedFd) {
        checkIdle();
        memory = newMemory;
        address = newAddress;
        passedFd = newPassedFd;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        memory.putLong(IOVEC_OFFSET + Iovec.IOV_BASE_OFFSET, address + DATA_OFFSET);
        memory.putLong(IOVEC_OFFSET + Iovec.IOV_LEN_OFFSET, 1);
        memory.put(DATA_OFFSET, (byte) 0);
        memory.putInt(
                ControlMessages.putHeader(memory, CONTROL_OFFSET, SOL_SOCKET, SCM_RIGHTS, Integer.BYTES), passedFd);
        Msghdrs.clear(memory, 0);
        Msghdrs.iovecs(memory, 0, address + IOVEC_OFFSET, 1);
        Msghdrs.control(memory, 0, address + CONTROL_OFFSET, CONTROL_BYTES);
        sqe.prepSendmsg(fd(), address, messageFlags);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        listener.onSent(res);
    }

    @Override
    public String name() {
        return "SENDMSG of descriptor " + passedFd;
    }
}
