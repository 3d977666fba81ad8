// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.LinuxConstants.POLLIN;
import static org.nettyuring.abi.LinuxConstants.POLLRDHUP;

import io.netty.buffer.ByteBuf;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.unix.PreferredDirectByteBufAllocator;
import java.util.List;
import java.util.StringJoiner;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.RecvMultishotOp;
import org.nettyuring.op.RecvOp;
import org.nettyuring.op.SocketOp;
import org.nettyuring.ring.Feature;

/**
 * The operations with which a stream channel receives, and the memory they receive into. Which of them is armed is the
 * {@link StreamReader}'s choice. Loop thread only.
 */
final class StreamReceives {
    private final AbstractIoUringChannel channel;
    private final RecvMultishotOp multishot;
    private final RecvOp single;
    private final PollOp readable;
    private final PollOp peerGone;
    private final DescriptorReceive descriptors;
    private final Stream.Settings settings;
    private final PreferredDirectByteBufAllocator directAllocator = new PreferredDirectByteBufAllocator();
    private final Runnable whenReplenished;
    private IoUringIoRegistration loop;
    private ProvidedBufferPool pool;
    private BufferWaiter waiter;
    /** Where the kernel takes the buffer of the armed receive from; null if the receive has memory of its own. */
    private ProvidedBufferPool source;
    /** Receives go here when the kernel cannot pick a buffer. */
    private ByteBuf target;

    /**
     * Makes idle operations.
     *
     * @param stream whose
     * @param reader learns what they receive
     * @param whenReplenished runs when there may be memory again after there was none
     */
    StreamReceives(Stream stream, StreamReader reader, Runnable whenReplenished) {
        this.whenReplenished = whenReplenished;
        channel = stream.channel();
        settings = stream.settings();
        int fd = channel.socket.fd();
        multishot = new RecvMultishotOp(fd, reader);
        single = new RecvOp(fd, reader);
        readable = new PollOp(fd, POLLIN | POLLRDHUP, reader);
        peerGone = new PollOp(fd, POLLRDHUP, reader);
        descriptors = new DescriptorReceive(channel, reader);
    }

    void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        pool = newLoop.buffers();
        waiter = new BufferWaiter(channel, newLoop.counters(), whenReplenished);
    }

    /** {@return whether a receive found no memory, and waits for it} */
    boolean isStarved() {
        return waiter.isWaiting();
    }

    /** {@return whether the buffers are consumed piecewise, so that their ends cut messages} */
    boolean hasIncrementalBuffers() {
        return pool != null && pool.geometry().incremental();
    }

    boolean isReceiving() {
        return multishot.isInFlight() || single.isInFlight() || readable.isInFlight()
                || descriptors.op().isInFlight();
    }

    boolean isMultishotArmed() {
        return multishot.isInFlight();
    }

    boolean canArmMultishot() {
        return !settings.receivesDescriptors() && pool != null && loop.capabilities().has(Feature.RECV_MULTISHOT);
    }

    void armMultishot() {
        source = pool;
        multishot.arm(loop, pool.bgid());
    }

    void cancelMultishot() {
        multishot.cancel(loop);
    }

    /** The read mode was switched: ends what receives in the other one. */
    void cancelOtherMode() {
        if (settings.receivesDescriptors()) {
            multishot.cancel(loop);
            single.cancel(loop);
        } else {
            descriptors.op().cancel(loop);
        }
    }

    /**
     * Receives one message, or what the read mode asks for.
     *
     * @param maxBytes bytes at most, where the kernel picks the buffer
     * @param readableNow whether the socket is known to have bytes: no memory is set aside for an idle connection
     */
    void armSingle(int maxBytes, boolean readableNow) {
        source = settings.receivesDescriptors() ? null : pool;
        if (settings.receivesDescriptors()) {
            descriptors.arm(loop);
        } else if (pool != null) {
            single.arm(loop, pool.bgid(), maxBytes);
        } else if (readableNow) {
            armIntoAllocated();
        } else {
            readable.arm(loop);
        }
    }

    private void armIntoAllocated() {
        directAllocator.updateAllocator(channel.config().getAllocator());
        ExtendedHandle handle = (ExtendedHandle) channel.unsafe().recvBufAllocHandle();
        target = handle.allocate(directAllocator);
        int room = target.writableBytes();
        single.armInto(loop, BufferAddresses.of(target, target.writerIndex(), room, channel.socket.syscalls()), room);
    }

    /** {@return whether it is the poll for bytes, not the one for the peer's end} */
    boolean isReadable(PollOp op) {
        return op == readable;
    }

    void watchPeer() {
        if (!peerGone.isInFlight()) {
            peerGone.arm(loop);
        }
    }

    /** {@return the bytes that a receive reported, now the caller's} */
    ByteBuf take(int res, int flags) {
        if ((flags & IORING_CQE_F_BUFFER) != 0) {
            return pool.lend(channel.alloc(), res, flags);
        }
        ByteBuf bytes = target;
        target = null;
        return bytes.writerIndex(bytes.writerIndex() + res);
    }

    /** A receive ended: gives back memory that nothing came into, and waits for some if there was none. */
    void ended(int res, int flags) {
        if (target != null) {
            target.release();
            target = null;
        }
        if (res <= 0 && pool != null) {
            pool.discard(res, flags);
        }
        waiter.receiveEnded(res, source);
    }

    void cancel() {
        if (waiter != null) {
            waiter.abandon();
        }
        for (SocketOp op : ops()) {
            op.cancel(loop);
        }
    }

    boolean isIdle() {
        return !isReceiving() && !peerGone.isInFlight();
    }

    void describeInFlight(StringJoiner report) {
        for (SocketOp op : ops()) {
            op.describeInFlight(report);
        }
    }

    private List<SocketOp> ops() {
        return List.of(multishot, single, readable, peerGone, descriptors.op());
    }
}
