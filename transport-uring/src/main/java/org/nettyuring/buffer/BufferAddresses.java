// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.nettyuring.sys.Syscalls;

/** Where the bytes of a direct {@link ByteBuf} are, also where Netty cannot tell (JDK 17 without Unsafe). */
public final class BufferAddresses {
    private BufferAddresses() {}

    /**
     * The address of a byte of a direct buffer in one piece.
     *
     * @param buffer direct, with one NIO buffer
     * @param index of the byte
     * @param lengthBytes bytes from there that will be used
     * @param syscalls knows addresses
     * @return the address
     */
    public static long of(ByteBuf buffer, int index, int lengthBytes, Syscalls syscalls) {
        return buffer.hasMemoryAddress()
                ? buffer.memoryAddress() + index
                : of(buffer.internalNioBuffer(index, lengthBytes), syscalls);
    }

    /**
     * {@return the address of the byte at a direct buffer's position}
     *
     * @param buffer direct
     * @param syscalls knows addresses
     */
    public static long of(ByteBuffer buffer, Syscalls syscalls) {
        return syscalls.addressOf(buffer) + buffer.position();
    }

    /**
     * {@return whether the bytes must be copied before the kernel can read them}
     *
     * @param buffer any
     */
    public static boolean mustBeCopied(ByteBuf buffer) {
        return !buffer.hasMemoryAddress() && !buffer.isDirect();
    }
}
