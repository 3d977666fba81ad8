// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.SocketConstants.MSG_CMSG_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.MSG_CTRUNC;
import static org.nettyuring.abi.SocketConstants.SCM_RIGHTS;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_RECVMSG} of one byte of a Unix stream and of the descriptors that came with it
 * ({@code SCM_RIGHTS}), close-on-exec. One byte, because the kernel ends a receive behind descriptors but not before
 * them: with more it could not be told which byte they came with. Each completion is terminal.
 *
 * <table>
 * <caption>Completions, also after a cancel</caption>
 * <tr><th>res</th><th>control messages</th><th>effect</th></tr>
 * <tr><td>1</td><td>none, or others than {@code SCM_RIGHTS}</td><td>onMessage without descriptors, onEnded</td></tr>
 * <tr><td>1</td><td>{@code SCM_RIGHTS}, one or several</td><td>onMessage with all descriptors, onEnded</td></tr>
 * <tr><td>1</td><td>{@code SCM_PIDFD}, which nobody asked for</td><td>onMessage with one to be closed,
 * onEnded</td></tr>
 * <tr><td>1</td><td>{@code MSG_CTRUNC}: no descriptor was free in this process</td><td>onMessage with those that
 * came, truncated; onEnded</td></tr>
 * <tr><td>0</td><td>none</td><td>onEnded: end of stream</td></tr>
 * <tr><td>-errno</td><td>not written by the kernel, not read</td><td>onEnded</td></tr>
 * </table>
 */
public final class RecvFdsOp extends SocketOp {
    /** Most descriptors of one message, {@code SCM_MAX_FD}. */
    public static final int MAX_FDS = 253;

    private static final int IOVEC_OFFSET = 64;
    static final int DATA_OFFSET = IOVEC_OFFSET + Iovec.SIZE;
    static final int CONTROL_OFFSET = DATA_OFFSET + Long.BYTES;
    /** For {@code SCM_CREDENTIALS}, {@code SCM_SECURITY} and {@code SCM_PIDFD}, which come first if they come. */
    private static final int OTHER_CONTROL_BYTES = 384;
    private static final int CONTROL_BYTES = ControlMessages.space(MAX_FDS * Integer.BYTES) + OTHER_CONTROL_BYTES;

    /** Bytes of memory that a receive needs. */
    public static final int MEMORY_BYTES = CONTROL_OFFSET + CONTROL_BYTES;

    private static final int SCM_PIDFD = 4; // since 6.5
    private static final int[] NONE = {};

    private final Listener listener;
    private ByteBuffer memory;
    private long address;
    private int[] fds = NONE;
    private int[] others = NONE;

    static {
        assert IOVEC_OFFSET >= Msghdr.SIZE;
    }

    /** Learns what came. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * A byte came, with or without descriptors. The descriptors are the callee's from now on.
         *
         * @param data the byte
         * @param fds descriptors that the peer passed, in its order
         * @param others descriptors that the kernel made and nobody asked for: to be closed
         * @param truncated whether descriptors are missing
         */
        void onMessage(byte data, int[] fds, int[] others, boolean truncated);

        /**
         * The receive is over and may be armed again. Called after {@link #onMessage} if a byte came.
         *
         * @param res 1, 0 for the end of the stream, or {@code -errno}
         * @param flags {@code cqe->flags}
         */
        void onEnded(int res, int flags);
    }

    /**
     * Makes an idle receive.
     *
     * @param fd a Unix stream socket
     * @param listener learns what came
     */
    public RecvFdsOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newMemory {@link #MEMORY_BYTES} from index 0 on, in native byte order, the kernel's until the completion
     * @param newAddress where they are
     */
    public void arm(Submitter submitter, ByteBuffer newMemory, long newAddress) {
        checkIdle();
        memory = newMemory;
        address = newAddress;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        memory.putLong(IOVEC_OFFSET + Iovec.IOV_BASE_OFFSET, address + DATA_OFFSET);
        memory.putLong(IOVEC_OFFSET + Iovec.IOV_LEN_OFFSET, 1);
        Msghdrs.clear(memory, 0);
        Msghdrs.iovecs(memory, 0, address + IOVEC_OFFSET, 1);
        Msghdrs.control(memory, 0, address + CONTROL_OFFSET, CONTROL_BYTES);
        sqe.prepRecvmsg(fd(), address, MSG_CMSG_CLOEXEC);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        try {
            if (res > 0) {
                tellMessage();
            }
        } finally {
            listener.onEnded(res, flags);
        }
    }

    private void tellMessage() {
        fds = NONE;
        others = NONE;
        long length = Math.min(CONTROL_BYTES, memory.getLong(Msghdr.MSG_CONTROLLEN_OFFSET));
        ControlMessages.forEach(memory, CONTROL_OFFSET, length, (level, type, offset, lengthBytes) -> {
            if (level == SOL_SOCKET && type == SCM_RIGHTS) {
                fds = append(fds, offset, lengthBytes);
            } else if (level == SOL_SOCKET && type == SCM_PIDFD) {
                others = append(others, offset, lengthBytes);
            }
        });
        boolean truncated = (memory.getInt(Msghdr.MSG_FLAGS_OFFSET) & MSG_CTRUNC) != 0;
        listener.onMessage(memory.get(DATA_OFFSET), fds, others, truncated);
    }

    private int[] append(int[] before, int offset, int lengthBytes) {
        int[] all = Arrays.copyOf(before, before.length + lengthBytes / Integer.BYTES);
        for (int i = before.length; i < all.length; i++) {
            all[i] = memory.getInt(offset + (i - before.length) * Integer.BYTES);
        }
        return all;
    }

    @Override
    public String name() {
        return "RECVMSG of descriptors";
    }
}
