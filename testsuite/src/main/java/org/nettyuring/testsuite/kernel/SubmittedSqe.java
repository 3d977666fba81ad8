// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The kernel's own copy of one submission queue entry. Offsets are {@code struct io_uring_sqe}'s, written down here a
 * second time on purpose: a wrong constant on the other side must not agree with itself.
 */
final class SubmittedSqe {
    static final int SIZE = 64;

    private final ByteBuffer bytes;

    SubmittedSqe(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    int opcode() {
        return bytes.get(0) & 0xFF;
    }

    int flags() {
        return bytes.get(1) & 0xFF;
    }

    int ioprio() {
        return bytes.getShort(2) & 0xFFFF;
    }

    int fd() {
        return bytes.getInt(4);
    }

    /** {@code off}, {@code addr2}. */
    long off() {
        return bytes.getLong(8);
    }

    long addr() {
        return bytes.getLong(16);
    }

    int len() {
        return bytes.getInt(24);
    }

    /** {@code msg_flags}, {@code timeout_flags}, {@code cancel_flags}, … */
    int opFlags() {
        return bytes.getInt(28);
    }

    long userData() {
        return bytes.getLong(32);
    }

    /** {@code buf_index}, {@code buf_group}. */
    int bufIndex() {
        return bytes.getShort(40) & 0xFFFF;
    }

    int personality() {
        return bytes.getShort(42) & 0xFFFF;
    }

    /** {@code splice_fd_in}, {@code file_index}, {@code optlen}; {@code addr_len} is its low half. */
    int fileIndex() {
        return bytes.getInt(44);
    }

    int addrLen() {
        return bytes.getShort(44) & 0xFFFF;
    }

    long addr3() {
        return bytes.getLong(48);
    }

    long pad2() {
        return bytes.getLong(56);
    }

    boolean hasFlag(int sqeFlag) {
        return (flags() & sqeFlag) != 0;
    }

    boolean hasPrio(int ioprioFlag) {
        return (ioprio() & ioprioFlag) != 0;
    }

    @Override
    public String toString() {
        return Opcodes.name(opcode()) + " fd " + fd() + " user_data 0x" + Long.toHexString(userData());
    }
}
