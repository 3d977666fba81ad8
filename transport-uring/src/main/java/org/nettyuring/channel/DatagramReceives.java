// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.LinuxConstants.POLLIN;

import io.netty.buffer.ByteBuf;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.unix.PreferredDirectByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.StringJoiner;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.RecvMsgMultishotOp;
import org.nettyuring.op.RecvMsgOp;
import org.nettyuring.op.SocketOp;
import org.nettyuring.ring.Feature;

/**
 * The operations with which a datagram channel receives, and the memory they receive into. Which of them is armed is
 * the {@link DatagramReader}'s choice. Loop thread only.
 */
final class DatagramReceives {
    private final AbstractIoUringChannel channel;
    private final RecvMsgMultishotOp multishot;
    private final RecvMsgOp single;
    private final PollOp readable;
    private final DatagramHeader header;
    private final PreferredDirectByteBufAllocator directAllocator = new PreferredDirectByteBufAllocator();
    private final Runnable whenReplenished;
    private IoUringIoRegistration loop;
    private BufferWaiter waiter;
    /** Where the multishot receive takes its buffers from. */
    private ProvidedBufferPool pool;
    /** The payload of a single receive goes here. */
    private ByteBuf target;
    /** And the rest here. */
    private ByteBuf frame;
    private ByteBuffer frameMemory;

    /**
     * Makes idle operations.
     *
     * @param channel whose
     * @param reader learns what they receive
     * @param peers knows the senders of lately
     * @param whenReplenished runs when there may be memory again after there was none
     */
    DatagramReceives(
            AbstractIoUringChannel channel, DatagramReader reader, PeerAddresses peers, Runnable whenReplenished) {
        this.channel = channel;
        this.whenReplenished = whenReplenished;
        int fd = channel.socket.fd();
        header = new DatagramHeader(channel.socket.domain(), peers);
        multishot = new RecvMsgMultishotOp(fd, reader, header.nameBytes(), header.controlBytes());
        single = new RecvMsgOp(fd, reader, header.nameBytes(), header.controlBytes());
        readable = new PollOp(fd, POLLIN, reader);
    }

    void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        waiter = new BufferWaiter(channel, newLoop.counters(), whenReplenished);
    }

    /** {@return whether a receive found no memory, and waits for it} */
    boolean isStarved() {
        return waiter.isWaiting();
    }

    boolean isReceiving() {
        return multishot.isInFlight() || single.isInFlight() || readable.isInFlight();
    }

    /**
     * Arms a receive that stays, if the kernel can.
     *
     * @param payloadBytes the most that a datagram is expected to have
     * @return whether it did
     */
    boolean armMultishot(int payloadBytes) {
        if (!loop.capabilities().has(Feature.RECV_MULTISHOT)) {
            return false;
        }
        pool = loop.datagramBuffers(DatagramHeader.BYTES, payloadBytes);
        if (pool == null) {
            return false;
        }
        multishot.arm(loop, pool.bgid());
        return true;
    }

    /** Ends a multishot receive if it takes smaller buffers than datagrams are now expected to need. */
    void cancelIfTooSmall(int payloadBytes) {
        if (multishot.isInFlight() && pool.geometry().sizeBytes() - DatagramHeader.BYTES < payloadBytes
                && loop.datagramBuffers(DatagramHeader.BYTES, payloadBytes) != pool) {
            multishot.cancel(loop);
        }
    }

    boolean isMultishotArmed() {
        return multishot.isInFlight();
    }

    void cancelMultishot() {
        multishot.cancel(loop);
    }

    /** Ends what receives now, to be armed anew. */
    void cancelReceive() {
        multishot.cancel(loop);
        readable.cancel(loop);
    }

    /** Waits for a datagram; takes no memory. */
    void awaitReadable() {
        readable.arm(loop);
    }

    /** Receives one datagram, if there is one, into a buffer of the channel's own. */
    void armSingle() {
        directAllocator.updateAllocator(channel.config().getAllocator());
        target = ((ExtendedHandle) channel.unsafe().recvBufAllocHandle()).allocate(directAllocator);
        frame = directAllocator.directBuffer(single.frameBytes());
        long address = BufferAddresses.of(frame, 0, single.frameBytes(), channel.socket.syscalls());
        frameMemory = frame.nioBuffer(0, single.frameBytes()).order(ByteOrder.nativeOrder());
        single.frame(frameMemory, address);
        int room = target.writableBytes();
        single.arm(loop, BufferAddresses.of(target, target.writerIndex(), room, channel.socket.syscalls()), room);
    }

    /**
     * Takes what a receive reported.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}
     * @param limit bytes of the payload at most; the rest of the datagram is lost, as with {@code recvmsg(2)}
     * @return the payload, now the caller's
     */
    ByteBuf take(int res, int flags, int limit) {
        waiter.received();
        if ((flags & IORING_CQE_F_BUFFER) != 0) {
            header.read(pool.memory(), pool.offsetOf(flags));
            int length = Math.min(limit, header.payloadBytes());
            return pool.lend(channel.alloc(), res, flags, DatagramHeader.BYTES, length);
        }
        header.read(frameMemory, RecvMsgOp.HEADER_OFFSET);
        ByteBuf payload = target;
        target = null;
        return payload.writerIndex(payload.writerIndex() + Math.min(limit, res));
    }

    /** {@return what came with the payload that was taken last} */
    DatagramHeader header() {
        return header;
    }

    /**
     * A receive ended: gives back memory that nothing came into, and waits for some if there was none.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}
     * @return whether there was none
     */
    boolean ended(int res, int flags) {
        ProvidedBufferPool source = frame == null ? pool : null;
        if (target != null) {
            target.release();
            target = null;
        }
        if (frame != null) {
            frame.release();
            frame = null;
            frameMemory = null;
        }
        if (res <= 0 && pool != null) {
            pool.discard(res, flags);
        }
        return waiter.receiveEnded(res, source);
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
        return !isReceiving();
    }

    void describeInFlight(StringJoiner report) {
        for (SocketOp op : ops()) {
            op.describeInFlight(report);
        }
    }

    private List<SocketOp> ops() {
        return List.of(multishot, single, readable);
    }
}
