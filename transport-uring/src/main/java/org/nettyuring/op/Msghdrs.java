// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.Msghdr;

/** Writes a {@code struct msghdr} field by field. */
final class Msghdrs {
    private Msghdrs() {}

    /** Begins: everything 0. */
    static void clear(ByteBuffer memory, int msghdr) {
        for (int offset = 0; offset < Msghdr.SIZE; offset += Long.BYTES) {
            memory.putLong(msghdr + offset, 0);
        }
    }

    static void name(ByteBuffer memory, int msghdr, long address, int lengthBytes) {
        memory.putLong(msghdr + Msghdr.MSG_NAME_OFFSET, address);
        memory.putInt(msghdr + Msghdr.MSG_NAMELEN_OFFSET, lengthBytes);
    }

    static void iovecs(ByteBuffer memory, int msghdr, long address, int count) {
        memory.putLong(msghdr + Msghdr.MSG_IOV_OFFSET, address);
        memory.putLong(msghdr + Msghdr.MSG_IOVLEN_OFFSET, count);
    }

    static void control(ByteBuffer memory, int msghdr, long address, int lengthBytes) {
        memory.putLong(msghdr + Msghdr.MSG_CONTROL_OFFSET, address);
        memory.putLong(msghdr + Msghdr.MSG_CONTROLLEN_OFFSET, lengthBytes);
    }
}
