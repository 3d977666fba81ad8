// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.LinuxConstants.POLLIN;
import static org.nettyuring.abi.LinuxConstants.POLLRDHUP;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.MSG_DONTWAIT;

import io.netty.buffer.ByteBuf;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.unix.PreferredDirectByteBufAllocator;
import java.util.StringJoiner;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.BufferAddresses;
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
    private final Stream.Settings settings;
    private final StreamReader reader;
    private final RecvMultishotOp multishot;
    /** As everything below, null until it is needed, which for most connections is never. */
    private RecvOp single;
    private PollOp readable;
    private PollOp peerGone;
    private DescriptorReceive descriptors;
    private DirectReads direct;
    private PreferredDirectByteBufAllocator directAllocator;
    private BufferWaiter waiter;
    private IoUringIoRegistration loop;
    private int largeBytes;
    private ProvidedBufferPool pool;
    /** Where the kernel takes the buffer of the armed receive from; null if the receive has memory of its own. */
    private ProvidedBufferPool source;
    /** Receives go here when the kernel cannot pick a buffer. */
    private ByteBuf target;

    /**
     * Has nothing armed.
     *
     * @param stream whose
     * @param reader learns what is received, and when there may be memory again after there was none
     */
    StreamReceives(Stream stream, StreamReader reader) {
        this.reader = reader;
        channel = stream.channel();
        settings = stream.settings();
        multishot = new RecvMultishotOp(channel.socket.fd(), reader);
    }

    AbstractIoUringChannel channel() {
        return channel;
    }

    void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        pool = newLoop.buffers();
        largeBytes = newLoop.directReceives() == 0 ? Integer.MAX_VALUE : newLoop.directReceives();
        waiter = null; // the one before may still be asked for by the loop before
        if (direct != null) {
            direct.attach(newLoop);
        }
    }

    /** {@return whether a receive found no memory, and waits for it} */
    boolean isStarved() {
        return waiter != null && waiter.isWaiting();
    }

    /** {@return whether the buffers are consumed piecewise, so that their ends cut messages} */
    boolean hasIncrementalBuffers() {
        return pool != null && pool.geometry().incremental();
    }

    /** {@return whether a receive says so if it left bytes: of TCP since 5.19, of AF_UNIX since 6.17 only} */
    boolean tellsWhatIsLeft() {
        return channel.socket.domain() != AF_UNIX;
    }

    boolean isReceiving() {
        return multishot.isInFlight() || isInFlight(single) || isInFlight(readable)
                || descriptors != null && descriptors.op().isInFlight() || direct != null && direct.op().isInFlight();
    }

    private static boolean isInFlight(SocketOp op) {
        return op != null && op.isInFlight();
    }

    boolean isMultishotArmed() {
        return multishot.isInFlight();
    }

    /** Nothing is armed: the pool may become another one. */
    boolean canArmMultishot() {
        pool = loop.buffers();
        return !settings.receivesDescriptors() && pool != null && loop.capabilities().has(Feature.RECV_MULTISHOT);
    }

    void armMultishot() {
        source = pool;
        multishot.arm(loop, pool.bgid());
    }

    void cancelMultishot() {
        multishot.cancel(loop);
    }

    /** Ends what receives now, to be armed anew; not the poll for the peer's end. */
    void cancelReceive() {
        multishot.cancel(loop);
        cancel(single);
        cancel(readable);
        if (descriptors != null) {
            descriptors.op().cancel(loop);
        }
        if (direct != null) {
            direct.op().cancel(loop);
        }
    }

    /** The read mode was switched: ends what receives in the other one. */
    void cancelOtherMode() {
        if (settings.receivesDescriptors()) {
            multishot.cancel(loop);
            cancel(single);
            if (direct != null) {
                direct.end();
            }
        } else if (descriptors != null) {
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
        pool = loop.buffers();
        source = settings.receivesDescriptors() ? null : pool;
        if (settings.receivesDescriptors()) {
            armDescriptors();
        } else if (pool != null && readableNow) {
            single().arm(loop, pool.bgid(), maxBytes);
        } else if (pool != null) {
            single().armForLater(loop, pool.bgid(), maxBytes);
        } else if (readableNow) {
            armIntoAllocated();
        } else {
            awaitReadable();
        }
    }

    private void armDescriptors() {
        if (descriptors == null) {
            descriptors = new DescriptorReceive(channel, reader);
        }
        descriptors.arm(loop);
    }

    private RecvOp single() {
        if (single == null) {
            single = new RecvOp(channel.socket.fd(), reader);
        }
        return single;
    }

    private void awaitReadable() {
        if (readable == null) {
            readable = new PollOp(channel.socket.fd(), POLLIN | POLLRDHUP, reader);
        }
        readable.arm(loop);
    }

    private void armIntoAllocated() {
        long address = allocate();
        single().armInto(loop, address, target.writableBytes());
    }

    /** {@return where the target's room is} */
    private long allocate() {
        if (directAllocator == null) {
            directAllocator = new PreferredDirectByteBufAllocator();
        }
        directAllocator.updateAllocator(channel.config().getAllocator());
        ExtendedHandle handle = (ExtendedHandle) channel.unsafe().recvBufAllocHandle();
        target = handle.allocate(directAllocator);
        return BufferAddresses.of(target, target.writerIndex(), target.writableBytes(), channel.socket.syscalls());
    }

    /** {@return bytes of the smallest message that may be large} */
    int largeBytes() {
        return largeBytes;
    }

    /**
     * {@return whether messages of so many bytes are better received directly} Not where the allocator wants small
     * messages, whatever the kernel has; nor where little comes at a time, so that what was received is still in the
     * cache.
     */
    boolean isLarge(int bytes) {
        return bytes >= largeBytes && loop.isBusy() && channel.unsafe().recvBufAllocHandle().guess() >= largeBytes;
    }

    /** {@return whether bytes may be received by {@code recv(2)}} */
    boolean canReceiveDirectly() {
        return !settings.receivesDescriptors();
    }

    /**
     * Waits for bytes that are to be received by {@code recv(2)}.
     *
     * @param reads receive them
     * @param stays whether the poll goes on after it told of some
     */
    void armDirect(DirectReads reads, boolean stays) {
        if (direct == null) {
            direct = reads;
            direct.attach(loop);
        }
        source = null;
        direct.arm(stays);
    }

    /** {@return the direct reads; null if there were none so far} */
    DirectReads direct() {
        return direct;
    }

    /**
     * Receives by {@code recv(2)} what {@link #take} gives then.
     *
     * @return bytes, 0 at the end, or {@code -errno}
     */
    int receiveDirectly() {
        long address = allocate();
        Socket socket = channel.socket;
        int res = (int) socket.syscalls().recv(socket.fd(), address, target.writableBytes(), MSG_DONTWAIT);
        if (res <= 0) {
            target.release();
            target = null;
        }
        return res;
    }

    /** {@return whether so many bytes are all that there was room for} */
    boolean isFilled(int res) {
        return res == target.writableBytes();
    }

    /** {@return whether it is the poll for bytes, not the one for the peer's end} */
    boolean isReadable(PollOp op) {
        return op == readable;
    }

    void watchPeer() {
        if (peerGone == null) {
            peerGone = new PollOp(channel.socket.fd(), POLLRDHUP, reader);
        }
        if (!peerGone.isInFlight()) {
            peerGone.arm(loop);
        }
    }

    /** {@return the bytes that a receive reported, now the caller's} */
    ByteBuf take(int res, int flags) {
        if ((flags & IORING_CQE_F_BUFFER) != 0) {
            return pool.lend(channel.alloc(), res, flags);
        }
        return takeOwn(res);
    }

    /** {@return the bytes that came into memory of the channel's allocator, now the caller's} */
    ByteBuf takeOwn(int res) {
        ByteBuf bytes = target;
        target = null;
        return bytes.writerIndex(bytes.writerIndex() + res);
    }

    /**
     * A receive ended: gives back memory that nothing came into, and waits for some if there was none.
     *
     * @param res {@code cqe->res}
     * @param flags {@code cqe->flags}
     * @return whether there was none
     */
    boolean ended(int res, int flags) {
        if (target != null) {
            target.release();
            target = null;
        }
        if (res <= 0 && pool != null) {
            pool.discard(res, flags);
        }
        return awaitsMemory(res);
    }

    /**
     * Waits for memory if there was none, but not for a channel on its way to another loop: it would be called on this
     * one when it is there.
     *
     * @param res of the receive that is over
     * @return whether there was none: the next receive is one when {@link #isStarved} is over
     */
    boolean awaitsMemory(int res) {
        boolean none = res == -Errno.ENOBUFS || res == -Errno.ENOMEM;
        if (waiter == null && none && channel.closeSequence().isOpen()) {
            waiter = new BufferWaiter(channel, loop.counters(), reader::replenished);
        }
        return waiter == null ? none : waiter.receiveEnded(res, source);
    }

    void cancel() {
        if (waiter != null) {
            waiter.abandon();
        }
        if (direct != null) {
            direct.stopLooking();
        }
        cancelReceive();
        cancel(peerGone);
    }

    private void cancel(SocketOp op) {
        if (op != null) {
            op.cancel(loop);
        }
    }

    boolean isIdle() {
        return !isReceiving() && !isInFlight(peerGone);
    }

    void describeInFlight(StringJoiner report) {
        multishot.describeInFlight(report);
        describeInFlight(single, report);
        describeInFlight(readable, report);
        describeInFlight(peerGone, report);
        describeInFlight(descriptors == null ? null : descriptors.op(), report);
        describeInFlight(direct == null ? null : direct.op(), report);
    }

    private static void describeInFlight(SocketOp op, StringJoiner report) {
        if (op != null) {
            op.describeInFlight(report);
        }
    }
}
