// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import org.nettyuring.abi.FileLayouts.Statx;
import org.nettyuring.buffer.BufferAddresses;

/** Where the kernel writes one {@code struct statx}. */
final class StatxMemory {
    private final ByteBuf owned;
    private final long address;

    StatxMemory(FileHandle handle) {
        owned = handle.alloc().directBuffer(Statx.SIZE, Statx.SIZE);
        address = BufferAddresses.of(owned, 0, Statx.SIZE, handle.syscalls());
    }

    long address() {
        return address;
    }

    FileStatus status() {
        return FileStatus.of(owned.nioBuffer(0, Statx.SIZE).slice().order(ByteOrder.nativeOrder()));
    }

    /** The kernel has let go. */
    void release() {
        owned.release();
    }
}
