// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;
import java.util.StringJoiner;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.op.SendZcOp;
import org.nettyuring.op.SocketOp;
import org.nettyuring.ring.Feature;

/**
 * Zero-copy sends of one channel: at most one is sending, any number wait for the kernel to let go of their memory,
 * which the peer decides. Their buffers are held until then, also beyond the channel's close. Loop thread only.
 */
final class ZeroCopySends extends OperationOwner implements SendZcOp.Listener {
    /** After a refusal so many buffers are copied before the kernel is asked again. */
    private static final int COPIES_AFTER_REFUSAL = 64;

    private final ResultListener results;
    private final IdentityHashMap<SendZcOp, ByteBuf> held = new IdentityHashMap<>(0);
    private SendZcOp current;
    private int copiesLeft;

    /** Learns the result of the current send. */
    @FunctionalInterface
    interface ResultListener {
        /**
         * The send is over; its memory may not be.
         *
         * @param res bytes taken or {@code -errno}; 0 if the buffer is to be sent with a copy
         * @param asked bytes asked for
         */
        void onResult(int res, int asked);
    }

    ZeroCopySends(AbstractIoUringChannel channel, ResultListener results) {
        super(channel);
        this.results = results;
    }

    boolean isSending() {
        return current != null;
    }

    /** {@return whether a buffer is large enough, and in one piece, and the kernel had room for the last one} */
    boolean isFor(ByteBuf buffer, int thresholdBytes) {
        if (copiesLeft > 0) {
            copiesLeft--;
            return false;
        }
        return buffer.readableBytes() >= Math.max(1, thresholdBytes) && buffer.nioBufferCount() == 1
                && loop.capabilities().has(Feature.SEND_ZC);
    }

    /**
     * Sends.
     *
     * @param waits whether the kernel does, for room
     */
    void send(ByteBuf buffer, boolean waits) {
        SendZcOp op = new SendZcOp(channel.socket.fd(), this); // not reused: it may outlive the stay on this loop
        int length = buffer.readableBytes();
        long address = BufferAddresses.of(buffer, buffer.readerIndex(), length, channel.socket.syscalls());
        current = op;
        synchronized (held) {
            held.put(op, buffer.retain());
        }
        if (!waits) {
            op.dontWait();
        }
        op.arm(loop, address, length);
    }

    void cancel() {
        if (current != null) {
            current.cancelBehind(loop);
        }
    }

    @Override
    public void onSent(SendZcOp op, int res) {
        current = null;
        if (res == -Errno.ENOMEM || res == -Errno.ENOBUFS) { // the user's locked memory is used up: a copy needs none
            copiesLeft = COPIES_AFTER_REFUSAL;
            results.onResult(0, 0);
        } else {
            results.onResult(res, (int) op.bytes());
        }
    }

    /** Perhaps on a loop that the channel has left. */
    @Override
    public void onReleased(SendZcOp op) {
        ByteBuf buffer;
        synchronized (held) {
            buffer = held.remove(op);
        }
        buffer.release();
    }

    void describeInFlight(StringJoiner report) {
        synchronized (held) {
            for (SocketOp op : held.keySet()) {
                report.add(op.name());
            }
        }
    }
}
