// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.nio.ByteBuffer;
import org.nettyuring.abi.RingLayouts.GeteventsArg;
import org.nettyuring.abi.RingLayouts.KernelTimespec;
import org.nettyuring.abi.RsrcLayouts.RsrcUpdate;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * A ring's own memory for arguments that the kernel reads during one call.
 *
 * <pre>
 *  0          24    32               48            64
 *  | getevents_arg | - | timespec     | rsrc_update |
 * </pre>
 */
final class EnterArgument implements AutoCloseable {
    static final long GETEVENTS_ARG_BYTES = GeteventsArg.SIZE;

    private static final int TIMESPEC = 32;
    private static final int RSRC_UPDATE = TIMESPEC + KernelTimespec.SIZE;
    private static final int BYTES = RSRC_UPDATE + RsrcUpdate.SIZE;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final NativeRegion region;
    private final ByteBuffer memory;
    private final long address;

    EnterArgument(Syscalls syscalls, int fd) throws ErrnoException {
        region = syscalls.allocate(BYTES, "enter argument of ring fd " + fd);
        memory = region.buffer();
        address = region.address();
        memory.putLong(GeteventsArg.TS_OFFSET, address + TIMESPEC);
    }

    /** {@return the address of a {@code struct io_uring_getevents_arg} with this timeout} */
    long timeout(long timeoutNs) {
        memory.putLong(TIMESPEC + KernelTimespec.TV_SEC_OFFSET, timeoutNs / NANOS_PER_SECOND);
        memory.putLong(TIMESPEC + KernelTimespec.TV_NSEC_OFFSET, timeoutNs % NANOS_PER_SECOND);
        return address;
    }

    /** {@return the address of a {@code struct io_uring_rsrc_update}} */
    long rsrcUpdate(int offset, long data) {
        memory.putLong(RSRC_UPDATE, 0);
        memory.putInt(RSRC_UPDATE + RsrcUpdate.OFFSET_OFFSET, offset);
        memory.putLong(RSRC_UPDATE + RsrcUpdate.DATA_OFFSET, data);
        return address + RSRC_UPDATE;
    }

    /** {@return the address of two {@code __u32} in a row} */
    long pair(int first, int second) {
        memory.putInt(RSRC_UPDATE, first);
        memory.putInt(RSRC_UPDATE + Integer.BYTES, second);
        return address + RSRC_UPDATE;
    }

    /** {@return the offset that the kernel left in the {@code struct io_uring_rsrc_update}} */
    int rsrcUpdateOffset() {
        return memory.getInt(RSRC_UPDATE + RsrcUpdate.OFFSET_OFFSET);
    }

    @Override
    public void close() {
        region.close();
    }
}
