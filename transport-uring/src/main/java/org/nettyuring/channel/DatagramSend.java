// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.SendMsgOp;
import org.nettyuring.ring.Feature;

/**
 * One place in the {@link DatagramWriter}'s window, used again and again: a flushed message and the operation that
 * sends it.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>IDLE</td><td>take: empty, or cannot be addressed</td><td>DONE</td></tr>
 * <tr><td>IDLE</td><td>take</td><td>REFUSED: not submitted yet</td></tr>
 * <tr><td>REFUSED</td><td>arm</td><td>IN_FLIGHT</td></tr>
 * <tr><td>IN_FLIGHT</td><td>bytes</td><td>DONE</td></tr>
 * <tr><td>IN_FLIGHT</td><td>-EAGAIN, -EINTR, -ECANCELED</td><td>REFUSED: not sent</td></tr>
 * <tr><td>IN_FLIGHT</td><td>other error</td><td>DONE, with a failure</td></tr>
 * <tr><td>REFUSED</td><td>giveUp: the channel closes</td><td>DONE, with a failure</td></tr>
 * <tr><td>DONE, REFUSED</td><td>clear</td><td>IDLE</td></tr>
 * </table>
 * Loop thread only.
 */
final class DatagramSend implements SendMsgOp.Listener {
    private enum State { IDLE, REFUSED, IN_FLIGHT, DONE }

    private final DatagramWriter writer;
    private final AbstractIoUringChannel channel;
    private final Packets packets;
    private final PeerAddresses peers;
    private final SendMsgOp op;
    private State state = State.IDLE;
    private Object message;
    /** Where the socket was connected when the message was flushed; null if it still is, or is not asked. */
    private SocketAddress formerRemote;
    private Throwable failure;

    DatagramSend(DatagramWriter writer, Datagrams datagrams) {
        this.writer = writer;
        channel = datagrams.channel();
        packets = datagrams.packets();
        peers = datagrams.peers();
        op = new SendMsgOp(channel.socket.fd(), this);
    }

    /**
     * Takes a message, which stays its owner's; then it is done, or refused.
     *
     * @param newMessage a flushed message
     * @param remote where it goes if it does not say; null for where the socket is connected
     */
    void take(Object newMessage, SocketAddress remote) {
        assert state == State.IDLE : state;
        message = newMessage;
        op.clear();
        formerRemote = remote;
        try {
            state = prepare() ? State.REFUSED : State.DONE;
        } catch (IllegalArgumentException e) {
            failure = e; // an address that the socket's family does not have
            state = State.DONE;
        }
    }

    /** False if there is nothing to send: empty datagrams are not, as with Netty's other transports. */
    private boolean prepare() {
        ByteBuf payload = packets.payload(message);
        int length = payload.readableBytes();
        if (length == 0) {
            return false;
        }
        if (payload.nioBufferCount() == 1) {
            op.add(BufferAddresses.of(payload, payload.readerIndex(), length, channel.socket.syscalls()), length);
        } else {
            for (ByteBuffer part : payload.nioBuffers()) {
                if (part.hasRemaining()) {
                    op.add(BufferAddresses.of(part, channel.socket.syscalls()), part.remaining());
                }
            }
        }
        SocketAddress named = packets.recipient(message);
        SocketAddress recipient = named != null ? named : formerRemote;
        if (recipient != null) {
            op.to(peers.encode(recipient));
        }
        op.segments(packets.segmentBytes(message));
        return true;
    }

    /** Where the socket is connected is about to change; a message that does not say where it goes goes there. */
    void addressTo(SocketAddress remote) {
        if (formerRemote == null && (state == State.REFUSED || state == State.IN_FLIGHT)
                && packets.recipient(message) == null) {
            formerRemote = remote;
            op.readdress(peers.encode(remote));
        }
    }

    void arm(IoUringIoRegistration loop) {
        assert state == State.REFUSED : state;
        state = State.IN_FLIGHT;
        op.arm(loop, loop.capabilities().has(Feature.SENDTO));
    }

    @Override
    public void onSent(SendMsgOp sent, int res) {
        if (res == -Errno.EAGAIN || res == -Errno.EINTR || res == -Errno.ECANCELED) {
            state = State.REFUSED;
        } else {
            state = State.DONE;
            if (res < 0) {
                failure = packets.failure("sendmsg", packets.recipient(message), res);
            }
        }
        writer.completed(this, Math.max(0, res));
    }

    /** The channel closes: what was refused is not tried again. */
    void giveUp(Throwable cause) {
        if (state == State.REFUSED) {
            state = State.DONE;
            failure = cause;
        }
    }

    boolean isInFlight() {
        return state == State.IN_FLIGHT;
    }

    boolean isRefused() {
        return state == State.REFUSED;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    Object message() {
        return message;
    }

    /** {@return why it was not sent; null if it was} */
    Throwable failure() {
        return failure;
    }

    String name() {
        return op.name();
    }

    void clear() {
        assert state != State.IN_FLIGHT;
        state = State.IDLE;
        message = null;
        formerRemote = null;
        failure = null;
    }

    @Override
    public void onException(Throwable cause) {
        channel.onException(cause);
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
