// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.abi.IoUringConstants;

/** The kernel's side of a provided-buffer ring. Used under the kernel's lock. */
final class BufferGroup {
    /** {@code struct io_uring_buf}; the first one's {@code resv} is the tail. */
    private static final int ENTRY_SIZE = 16;
    private static final int LEN = 8;
    private static final int BID = 12;
    private static final int TAIL = 14;
    private static final VarHandle SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());

    final int bgid;
    final int entries;
    final long ringAddress;
    /** Null if the ring is in the user's memory. */
    final KernelMapping mapping;
    private final boolean incremental;
    private final ByteBuffer ring;
    private int head;
    /** As many were published at a time as somebody saw. */
    private int mostAvailable;

    /** A buffer that was chosen and not yet consumed from. */
    record Selected(long address, int lengthBytes, int bid) {}

    BufferGroup(FakeKernel kernel, int bgid, int entries, int flags, long userAddress) {
        this.bgid = bgid;
        this.entries = entries;
        incremental = (flags & IoUringConstants.IOU_PBUF_RING_INC) != 0;
        int bytes = ENTRY_SIZE * entries;
        if ((flags & IoUringConstants.IOU_PBUF_RING_MMAP) != 0) {
            mapping = kernel.rings().newMapping((bytes + 4095) / 4096 * 4096, "pbuf ring " + bgid);
            ringAddress = mapping.address();
        } else {
            mapping = null;
            ringAddress = userAddress;
        }
        ring = kernel.memory().view(ringAddress, bytes);
    }

    int ringBytes() {
        return ENTRY_SIZE * entries;
    }

    /** Buffers published and not consumed; more than {@link #entries} if the user is wrong. */
    int available() {
        int available = (short) SHORT.getAcquire(ring, TAIL) - head & 0xFFFF;
        mostAvailable = Math.max(mostAvailable, available);
        return available;
    }

    /** Buffers that were published once, and are not now. */
    int missing() {
        int available = available();
        return mostAvailable - available;
    }

    /** The published buffer {@code index} places after the head. */
    Selected peek(int index) {
        int at = ENTRY_SIZE * (head + index & entries - 1);
        return new Selected(ring.getLong(at), ring.getInt(at + LEN), ring.getShort(at + BID) & 0xFFFF);
    }

    /** Consumes bytes of the buffer at the head; returns the CQE flags that name it. */
    int consume(int bytes) {
        Selected selected = peek(0);
        int at = ENTRY_SIZE * (head & entries - 1);
        int flags = selected.bid << IoUringConstants.IORING_CQE_BUFFER_SHIFT | IoUringConstants.IORING_CQE_F_BUFFER;
        if (incremental && bytes < selected.lengthBytes) {
            ring.putLong(at, selected.address + bytes);
            ring.putInt(at + LEN, selected.lengthBytes - bytes);
            return flags | IoUringConstants.IORING_CQE_F_BUF_MORE;
        }
        head = head + 1 & 0xFFFF;
        return flags;
    }

    int head() {
        return head;
    }

    void free() {
        if (mapping != null) {
            mapping.free();
        }
    }
}
