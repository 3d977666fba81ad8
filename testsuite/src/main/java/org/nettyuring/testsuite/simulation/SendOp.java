// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** The sending side of a {@link RingConnection}: each kind of send in turn, resumed where it stopped. */
final class SendOp extends SimulatedOp {
    private static final int IOVEC_SIZE = 16;
    private static final int MSGHDR_SIZE = 56;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;

    /** How to send. */
    private enum Kind { SEND, SEND_WAITALL, SENDMSG, VECTORIZED, SEND_ZC }

    private final RingConnection connection;
    private Kind kind = Kind.SEND;
    private ByteBuf data;
    private boolean resultSeen;

    SendOp(RingConnection connection) {
        super(connection.client);
        this.connection = connection;
    }

    void start(int lengthBytes) {
        data = client.kernel.allocator().directBuffer(lengthBytes);
        data.writeBytes(connection.outbound().next(lengthBytes));
        kind = Kind.values()[client.random.nextInt(Kind.values().length)];
        resultSeen = false;
        submit();
    }

    void cancelIfInFlight() {
        if (isInFlight()) {
            cancel();
        }
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        long address = data.memoryAddress() + data.readerIndex();
        int length = data.readableBytes();
        switch (kind) {
            case SENDMSG, VECTORIZED -> {
                return prepareVector(sqe, arena, address, length);
            }
            case SEND_ZC -> sqe.prepSendZc(connection.fd, address, length, SocketConstants.MSG_NOSIGNAL, 0);
            case SEND -> sqe.prepSend(connection.fd, address, length, SocketConstants.MSG_NOSIGNAL);
            case SEND_WAITALL -> sqe.prepSend(connection.fd, address, length,
                    SocketConstants.MSG_NOSIGNAL | SocketConstants.MSG_WAITALL);
        }
        return true;
    }

    private boolean prepareVector(Sqe sqe, SubmitArena arena, long address, int length) {
        int offset = arena.take(MSGHDR_SIZE + 2 * IOVEC_SIZE);
        if (offset < 0) {
            return false;
        }
        for (int i = 0; i < MSGHDR_SIZE; i += Long.BYTES) {
            arena.buffer().putLong(offset + i, 0);
        }
        int iovecs = offset + MSGHDR_SIZE;
        int half = length / 2;
        arena.buffer().putLong(iovecs, address).putLong(iovecs + Long.BYTES, half);
        arena.buffer().putLong(iovecs + IOVEC_SIZE, address + half)
                .putLong(iovecs + IOVEC_SIZE + Long.BYTES, length - half);
        if (kind == Kind.VECTORIZED) {
            sqe.prepSendVectorized(connection.fd, arena.address(iovecs), 2, SocketConstants.MSG_NOSIGNAL);
        } else {
            arena.buffer().putLong(offset + MSG_IOV, arena.address(iovecs)).putLong(offset + MSG_IOVLEN, 2);
            sqe.prepSendmsg(connection.fd, arena.address(offset), SocketConstants.MSG_NOSIGNAL);
        }
        return true;
    }

    @Override
    void onResult(int res, int flags, boolean more) {
        boolean isNotif = resultSeen;
        resultSeen = true;
        if (!isNotif) {
            if (res > 0) {
                data.skipBytes(res);
            } else if (res != -Errno.ECANCELED && res != -Errno.EAGAIN && res != -Errno.EINTR) {
                throw new AssertionError(name() + " returned " + res);
            }
        }
        if (!more) {
            // What was not sent is not lost: it is made again by the next send.
            connection.outbound().unread(data.readableBytes());
            data.release();
            data = null;
        }
    }

    @Override
    public String name() {
        return kind.toString();
    }
}
