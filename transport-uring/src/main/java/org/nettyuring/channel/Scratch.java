// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.sys.Syscalls;

/** A few bytes of native memory per thread, for the arguments of one system call. */
final class Scratch {
    /** Room for the largest socket address or option value. */
    static final int CAPACITY = 512;
    /** Where a length argument goes, behind the value. */
    static final int LENGTH_OFFSET = CAPACITY;

    private static final FastThreadLocal<ByteBuffer> BUFFERS = new FastThreadLocal<>() {
        @Override
        protected ByteBuffer initialValue() {
            return ByteBuffer.allocateDirect(CAPACITY + Long.BYTES).order(ByteOrder.nativeOrder());
        }
    };

    private final ByteBuffer buffer;
    private final long address;

    private Scratch(ByteBuffer buffer, long address) {
        this.buffer = buffer;
        this.address = address;
    }

    /** {@return the calling thread's memory, valid until its next use} */
    static Scratch get(Syscalls syscalls) {
        ByteBuffer buffer = BUFFERS.get();
        return new Scratch(buffer, syscalls.addressOf(buffer));
    }

    /** {@return the bytes; absolute accessors only} */
    ByteBuffer buffer() {
        return buffer;
    }

    /** {@return where the value begins} */
    long address() {
        return address;
    }

    /** {@return the address of an {@code int} behind the value, set to the given length} */
    long lengthAddress(int length) {
        buffer.putInt(LENGTH_OFFSET, length);
        return address + LENGTH_OFFSET;
    }

    /** {@return the length that the kernel put} */
    int length() {
        return buffer.getInt(LENGTH_OFFSET);
    }
}
