// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.internal.StringUtil;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.BufferAddresses;

/**
 * What datagrams are in Java, which differs by address family; what all have in common is done here. Loop thread only.
 */
abstract class Packets {
    /** More pieces than this are copied into one: a datagram has 64 KiB at most. */
    private static final int MAX_PIECES = 16;

    private final AbstractIoUringChannel channel;
    private final Class<? extends SocketAddress> addressType;
    private final String expected;

    /**
     * For a channel.
     *
     * @param channel has the allocator
     * @param packetType what is received
     * @param addressType of senders and recipients
     */
    Packets(AbstractIoUringChannel channel, Class<?> packetType, Class<? extends SocketAddress> addressType) {
        this.channel = channel;
        this.addressType = addressType;
        expected = " (expected: " + StringUtil.simpleClassName(packetType) + ", AddressedEnvelope<ByteBuf, "
                + StringUtil.simpleClassName(addressType) + ">, ByteBuf)";
    }

    /**
     * Makes packets of what was received together.
     *
     * @param payload from now on the packets'
     * @param header what came with it
     * @param arrivals takes the packets
     */
    abstract void received(ByteBuf payload, DatagramHeader header, Consumer<Object> arrivals);

    /** {@return bytes of each datagram but the last, if the message is to be cut into several; else 0} */
    abstract int segmentBytes(Object message);

    /** Throws if an address cannot be sent to. */
    abstract void checkRecipient(SocketAddress recipient);

    /** {@return the message in a form that the writer takes} */
    final Object filter(Object message) {
        if (message instanceof AddressedEnvelope<?, ?> envelope) {
            boolean known = envelope.content() instanceof ByteBuf
                    && (envelope.recipient() == null || addressType.isInstance(envelope.recipient()));
            if (!known) {
                throw unsupported(message);
            }
            if (envelope.recipient() != null) {
                checkRecipient(envelope.recipient());
            }
        } else if (!(message instanceof ByteBuf)) {
            throw unsupported(message);
        }
        ByteBuf payload = payload(message);
        boolean direct = !BufferAddresses.mustBeCopied(payload) && payload.nioBufferCount() <= MAX_PIECES;
        return direct ? message : copied(message, payload);
    }

    private UnsupportedOperationException unsupported(Object message) {
        return new UnsupportedOperationException(
                "unsupported message type: " + StringUtil.simpleClassName(message) + expected);
    }

    private Object copied(Object message, ByteBuf payload) {
        int length = payload.readableBytes();
        ByteBuf copy = channel.alloc().directBuffer(length);
        copy.writeBytes(payload, payload.readerIndex(), length);
        Object replacement = withPayload(message, copy);
        ReferenceCountUtil.release(message);
        return replacement;
    }

    private static Object withPayload(Object message, ByteBuf payload) {
        if (message instanceof ByteBuf) {
            return payload;
        }
        return message instanceof ByteBufHolder packet
                ? packet.replace(payload)
                : new DefaultAddressedEnvelope<>(payload, ((AddressedEnvelope<?, ?>) message).recipient());
    }

    /** {@return the bytes of a message that went through {@link #filter}} */
    final ByteBuf payload(Object message) {
        return message instanceof ByteBuf bytes ? bytes : (ByteBuf) ((AddressedEnvelope<?, ?>) message).content();
    }

    /** {@return where to send a message; null for where the socket is connected} */
    final SocketAddress recipient(Object message) {
        return message instanceof AddressedEnvelope<?, ?> envelope ? envelope.recipient() : null;
    }

    /**
     * What the user is told of a failure.
     *
     * @param operation man-page name
     * @param recipient of the datagram; null for where the socket is connected
     * @param result {@code -errno}
     */
    final IOException failure(String operation, SocketAddress recipient, int result) {
        Object object = recipient != null ? recipient : channel.socket;
        IOException failure = SocketErrors.of(operation, object, result);
        boolean unreachable = result == -Errno.ECONNREFUSED && recipient == null && channel.remoteAddress() != null;
        if (!unreachable) {
            return failure;
        }
        PortUnreachableException translated = new PortUnreachableException(failure.getMessage());
        translated.initCause(failure);
        return translated;
    }

    final AbstractIoUringChannel channel() {
        return channel;
    }
}
