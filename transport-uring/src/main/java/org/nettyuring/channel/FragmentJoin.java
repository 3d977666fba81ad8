// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUF_MORE;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_SOCK_NONEMPTY;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Puts together what the end of a provided buffer has cut. Buffers that are consumed piecewise end somewhere, and a
 * message that meets the end would arrive in two parts, although one {@code recv} would have had it whole. The first
 * part is held until the second is there, which is at once: the socket has it. Loop thread only.
 */
final class FragmentJoin {
    private static final int CUT_MASK = IORING_CQE_F_BUFFER | IORING_CQE_F_BUF_MORE | IORING_CQE_F_SOCK_NONEMPTY;
    private static final int CUT = IORING_CQE_F_BUFFER | IORING_CQE_F_SOCK_NONEMPTY;

    /** Larger messages are delivered in parts: nobody takes them for whole, and copying a fast stream would cost. */
    private static final int MAX_JOINED_BYTES = 16 * 1024;

    private ByteBuf held;

    /**
     * Tells whether the buffer's end cut a message.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}
     * @param limit bytes of the largest message
     */
    static boolean isCut(int res, int flags, int limit) {
        return (flags & CUT_MASK) == CUT && res < Math.min(limit, MAX_JOINED_BYTES);
    }

    /** {@return whether a part waits for the rest} */
    boolean isHolding() {
        return held != null;
    }

    /** {@return bytes of the part that waits} */
    int heldBytes() {
        return held == null ? 0 : held.readableBytes();
    }

    /**
     * Bytes arrived: delivers them, behind what was held or together with it, or holds them.
     *
     * @param cut whether the rest is yet to come
     * @param limit bytes of the largest message
     */
    void arrived(ByteBuf bytes, boolean cut, int limit, ReadLoop readLoop, ByteBufAllocator allocator) {
        if (held != null && fitsWith(bytes, limit)) {
            readLoop.arrived(join(bytes, allocator));
            return;
        }
        deliver(readLoop);
        if (cut) {
            held = bytes;
        } else {
            readLoop.arrived(bytes);
        }
    }

    /** Nothing follows the part that waits, if there is one. */
    void deliver(ReadLoop readLoop) {
        if (held != null) {
            readLoop.arrived(take());
        }
    }

    /** Together they are no larger than a message, or than what is worth copying. */
    private boolean fitsWith(ByteBuf rest, int limit) {
        return held.readableBytes() + rest.readableBytes() <= Math.min(limit, MAX_JOINED_BYTES);
    }

    private ByteBuf join(ByteBuf rest, ByteBufAllocator allocator) {
        ByteBuf whole = allocator.ioBuffer(held.readableBytes() + rest.readableBytes());
        whole.writeBytes(held).writeBytes(rest);
        take().release();
        rest.release();
        return whole;
    }

    private ByteBuf take() {
        ByteBuf part = held;
        held = null;
        return part;
    }

    void release() {
        if (held != null) {
            take().release();
        }
    }
}
