// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.nettyuring.buffer.BufferAddresses;
import org.nettyuring.op.SendOp;
import org.nettyuring.sys.Syscalls;

/** Adds the buffers at the head of an outbound buffer to one send, as many as it carries. */
final class BufferGatherer {
    /** More than a socket's buffer takes at once. */
    private static final int MAX_BYTES = 8 << 20;

    private BufferGatherer() {}

    /** Adds one message; false to stop. */
    static boolean add(Object message, SendOp send, Syscalls syscalls) {
        if (!(message instanceof ByteBuf buffer)) {
            return false;
        }
        int length = buffer.readableBytes();
        if (length == 0) {
            return true;
        }
        if (buffer.nioBufferCount() == 1) {
            long address = BufferAddresses.of(buffer, buffer.readerIndex(), length, syscalls);
            return send.add(address, length) && send.bytes() < MAX_BYTES;
        }
        for (ByteBuffer part : buffer.nioBuffers()) {
            if (part.hasRemaining() && !send.add(BufferAddresses.of(part, syscalls), part.remaining())) {
                return false;
            }
        }
        return send.bytes() < MAX_BYTES;
    }
}
