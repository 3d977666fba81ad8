// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.buffer.BufferAddresses;

/** Memory of one operation that the kernel reads or writes until it completes, from the channel's allocator. */
final class OpMemory {
    private final ByteBuf owner;
    private final ByteBuffer bytes;
    private final long address;

    OpMemory(AbstractIoUringChannel channel, int lengthBytes) {
        owner = channel.alloc().directBuffer(lengthBytes, lengthBytes);
        bytes = owner.nioBuffer(0, lengthBytes).slice().order(ByteOrder.nativeOrder());
        address = BufferAddresses.of(owner, 0, lengthBytes, channel.socket.syscalls());
    }

    /** {@return the bytes, in native byte order; absolute accessors only} */
    ByteBuffer bytes() {
        return bytes;
    }

    long address() {
        return address;
    }

    /** The operation has completed. */
    void release() {
        owner.release();
    }
}
