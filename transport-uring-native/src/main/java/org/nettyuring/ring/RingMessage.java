// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SqeLayout;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * One fixed message to a ring from threads that have none of their own: {@code IORING_REGISTER_SEND_MSG_RING} (since
 * 6.13). The prepared SQE never changes, so any number of threads may send at once.
 */
public final class RingMessage implements AutoCloseable {
    private static final int NO_RING = -1;

    private final Syscalls syscalls;
    private final NativeRegion sqe;

    /**
     * Prepares the message.
     *
     * @param syscalls the kernel
     * @param targetFd the ring that gets the completion
     * @param targetUserData its {@code user_data}
     * @throws ErrnoException if there is no memory
     */
    public RingMessage(Syscalls syscalls, int targetFd, long targetUserData) throws ErrnoException {
        this.syscalls = syscalls;
        sqe = syscalls.allocate(SqeLayout.SIZE, "ring message");
        new Sqe(sqe.buffer()).at(0).prepMsgRing(targetFd, 0, targetUserData, 0);
    }

    /**
     * Sends the message; a system call. Any thread. The target ring must be open.
     *
     * @return 0 or {@code -errno}
     */
    public int send() {
        return syscalls.ioUringRegister(
                NO_RING, IoUringConstants.IORING_REGISTER_SEND_MSG_RING, sqe.address(), 1);
    }

    /** Frees the message. Nobody is in {@link #send()}. Idempotent. */
    @Override
    public void close() {
        sqe.close();
    }
}
