// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Gives what a channel received to its pipeline as Netty's other transports would: in read loops of as many messages
 * as the {@link io.netty.channel.RecvByteBufAllocator} allows, and only while somebody wants them. A stream's bytes are
 * cut into messages no larger than the allocator guesses; packets have their own size. What arrived and is not wanted
 * is parked, in order; so is the end of the stream.
 *
 * <p>A message is wanted while a {@code read()} is pending, autoRead is on or the peer has gone; a loop that has begun
 * goes on until the allocator has enough. Loop thread only.
 */
abstract class ReadLoop {
    /** No end of the stream was seen. */
    private static final int NO_END = 1;

    private final Channel channel;
    /** Null until something had to wait: most of what arrives is delivered at once. */
    private Queue<Object> parked;
    private boolean readPending;
    private boolean readToEnd;
    private boolean begun;
    private boolean delivering;
    private int end = NO_END;

    /**
     * Makes an idle loop.
     *
     * @param channel whose pipeline is fed
     */
    ReadLoop(Channel channel) {
        this.channel = channel;
    }

    /** {@return the channel's allocator handle} */
    abstract ExtendedHandle handle();

    /** {@return whether the channel is being closed: nothing is delivered any more} */
    abstract boolean isClosing();

    /** {@return the read loop of one of this transport's channels} */
    static ReadLoop of(AbstractIoUringChannel channel) {
        return new ReadLoop(channel) {
            @Override
            ExtendedHandle handle() {
                return (ExtendedHandle) channel.unsafe().recvBufAllocHandle();
            }

            @Override
            boolean isClosing() {
                return channel.closeSequence().isClosing();
            }
        };
    }

    /** {@code read()} was called. */
    void readRequested() {
        readPending = true;
    }

    /**
     * The peer has gone while nobody wanted to read: as with epoll, everything up to the end is wanted now, so that the
     * channel notices.
     */
    void readToEnd() {
        readToEnd = true;
    }

    /** What was requested is no longer wanted. */
    void clearRequest() {
        readPending = false;
    }

    /** {@return whether a {@code read()} waits for a message} */
    boolean isRequested() {
        return readPending;
    }

    /** {@return whether a message may be delivered, had it arrived} */
    boolean isWanted() {
        return readPending || readToEnd || channel.config().isAutoRead();
    }

    /** {@return whether {@code channelReadComplete} is owed} */
    boolean isBegun() {
        return begun;
    }

    /** {@return whether messages are being delivered: who asks is in the middle of it} */
    boolean isDelivering() {
        return delivering;
    }

    boolean hasParked() {
        return parked != null && !parked.isEmpty();
    }

    /** {@return whether the end of the stream was seen, reported or not} */
    boolean hasEnd() {
        return end != NO_END;
    }

    /** {@return the end of the stream, 0 or {@code -errno}} */
    int end() {
        return end;
    }

    /** Bytes, a packet or a descriptor arrived, which is now the loop's. */
    void arrived(Object message) {
        if (delivering || hasParked() || !mayDeliver()) {
            park(message);
        } else {
            deliverFirst(message);
        }
        deliver();
    }

    private void park(Object message) {
        if (parked == null) {
            parked = new ArrayDeque<>(2);
        }
        parked.add(message);
    }

    private boolean mayDeliver() {
        return (begun || isWanted()) && !isClosing();
    }

    /** Nothing is parked before it: it needs no queue, unless it is larger than a message. */
    private void deliverFirst(Object message) {
        delivering = true;
        try {
            ExtendedHandle handle = begin();
            int limit = Math.max(1, handle.guess());
            if (isLarger(message, limit)) {
                park(message);
                deliver(handle, next(limit), limit);
            } else {
                deliver(handle, message, limit);
            }
        } finally {
            delivering = false;
        }
    }

    private static boolean isLarger(Object message, int limit) {
        return message instanceof ByteBuf bytes && bytes.readableBytes() > limit;
    }

    /** The stream ended behind what arrived: 0, or {@code -errno}. */
    void ended(int result) {
        if (end == NO_END) {
            end = result;
        }
    }

    /** Delivers what is parked, as far as it is wanted. */
    void deliver() {
        if (delivering || !hasParked()) {
            return;
        }
        delivering = true;
        try {
            while (hasParked() && mayDeliver()) {
                ExtendedHandle handle = begin();
                int limit = Math.max(1, handle.guess());
                deliver(handle, next(limit), limit);
            }
        } finally {
            delivering = false;
        }
    }

    private ExtendedHandle begin() {
        ExtendedHandle handle = handle();
        if (!begun) {
            begun = true;
            handle.reset(channel.config());
        }
        return handle;
    }

    private void deliver(ExtendedHandle handle, Object message, int limit) {
        handle.attemptedBytesRead(limit);
        handle.lastBytesRead(sizeOf(message));
        handle.incMessagesRead(1);
        readPending = false;
        channel.pipeline().fireChannelRead(message);
        if (!readToEnd && !handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER)) {
            complete();
        }
    }

    private Object next(int limit) {
        return isLarger(parked.peek(), limit) ? ((ByteBuf) parked.peek()).readRetainedSlice(limit) : parked.poll();
    }

    /** A packet without bytes is a message, too: 0 would mean that there was none. */
    private static int sizeOf(Object message) {
        if (message instanceof ByteBuf bytes) {
            return bytes.readableBytes();
        }
        return message instanceof ByteBufHolder packet ? Math.max(1, packet.content().readableBytes()) : 1;
    }

    /** Ends the loop that has begun, if one has. */
    boolean complete() {
        if (!begun) {
            return false;
        }
        begun = false;
        handle().readComplete();
        channel.pipeline().fireChannelReadComplete();
        return true;
    }

    /** A loop that found nothing but the end of the stream. */
    void completeEmpty() {
        ExtendedHandle handle = handle();
        handle.reset(channel.config());
        handle.lastBytesRead(-1);
        handle.readComplete();
        readPending = false;
        channel.pipeline().fireChannelReadComplete();
    }

    /** {@return how many bytes one message may have} */
    int messageLimit() {
        return Math.max(1, handle().guess());
    }

    /** Drops what is parked. */
    void release() {
        while (hasParked()) {
            Object message = parked.poll();
            ReceivedFileDescriptor.release(message);
        }
    }
}
