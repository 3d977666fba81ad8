// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.SocketConstants.MSG_FASTOPEN;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_SENDMSG} with {@code MSG_FASTOPEN}: begins a connection, with data in its first packet if this
 * machine has a cookie of the other. Each completion is terminal; the data is copied by then.
 */
public final class FastOpenOp extends SocketOp {
    private static final int IOVEC_OFFSET = 64;
    private static final int SOCKADDR_OFFSET = IOVEC_OFFSET + Iovec.SIZE;

    private final Listener listener;
    private byte[] sockaddr;
    private long address;
    private int length;

    static {
        assert IOVEC_OFFSET >= Msghdr.SIZE;
    }

    /** Learns what became of the first packet. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * The packet is on its way, or not.
         *
         * @param res bytes that went with it; {@code -EINPROGRESS} if it went without; other {@code -errno}
         */
        void onFirstPacket(int res);
    }

    /**
     * Makes an idle operation.
     *
     * @param fd a TCP socket
     * @param listener learns what came
     */
    public FastOpenOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newSockaddr a {@code struct sockaddr}, not changed any more
     * @param newAddress the data, the kernel's until the completion
     * @param lengthBytes its length
     */
    public void arm(Submitter submitter, byte[] newSockaddr, long newAddress, int lengthBytes) {
        checkIdle();
        sockaddr = newSockaddr;
        address = newAddress;
        length = lengthBytes;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        int message = arena.take(SOCKADDR_OFFSET + sockaddr.length);
        if (message < 0) {
            return false;
        }
        ByteBuffer memory = arena.buffer();
        memory.put(message + SOCKADDR_OFFSET, sockaddr);
        memory.putLong(message + IOVEC_OFFSET + Iovec.IOV_BASE_OFFSET, address);
        memory.putLong(message + IOVEC_OFFSET + Iovec.IOV_LEN_OFFSET, length);
        Msghdrs.clear(memory, message);
        Msghdrs.name(memory, message, arena.address(message + SOCKADDR_OFFSET), sockaddr.length);
        Msghdrs.iovecs(memory, message, arena.address(message + IOVEC_OFFSET), 1);
        sqe.prepSendmsg(fd(), arena.address(message), MSG_FASTOPEN);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        listener.onFirstPacket(res);
    }

    @Override
    public String name() {
        return "SENDMSG with MSG_FASTOPEN";
    }
}
