// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PBUF_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PBUF_STATUS;
import static org.nettyuring.abi.IoUringConstants.IORING_UNREGISTER_PBUF_RING;
import static org.nettyuring.abi.IoUringConstants.IOU_PBUF_RING_INC;

import java.nio.ByteBuffer;
import org.nettyuring.abi.BufferRingLayouts.Buf;
import org.nettyuring.abi.BufferRingLayouts.BufReg;
import org.nettyuring.abi.BufferRingLayouts.BufRing;
import org.nettyuring.abi.BufferRingLayouts.BufStatus;
import org.nettyuring.memory.Memory;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;

/**
 * A ring of provided buffers ({@code IORING_REGISTER_PBUF_RING}, since 5.19): the kernel takes buffers at the head, the
 * loop adds them at the tail. Loop thread only.
 */
public final class BufferRing implements AutoCloseable {
    private static final int MAX_ENTRIES = 32768;
    private static final int MAX_BGID = 0xFFFF;

    private final Ring ring;
    private final NativeRegion region;
    private final ByteBuffer memory;
    private final NativeRegion argument;
    private final int bgid;
    private final int entries;
    private final int mask;
    private final boolean incremental;

    /** Slots added so far; the kernel's tail is its low 16 bits. */
    private int tail;

    private BufferRing(Ring ring, NativeRegion ownedRegion, NativeRegion ownedArgument, BufferRingShape shape) {
        this.ring = ring;
        region = ownedRegion;
        memory = ownedRegion.buffer();
        argument = ownedArgument;
        bgid = shape.bgid();
        entries = shape.entries();
        mask = entries - 1;
        incremental = shape.incremental();
    }

    private record BufferRingShape(int bgid, int entries, boolean incremental) {}

    /**
     * Registers an empty buffer ring.
     *
     * @param ring the ring
     * @param bgid buffer group, 0..65535, unique in the ring
     * @param entries slots, a power of two up to 32768
     * @param incremental whether a buffer is consumed piecewise ({@code IOU_PBUF_RING_INC}, since 6.12)
     * @return the buffer ring, owned by the caller
     * @throws ErrnoException if the kernel refuses
     */
    public static BufferRing register(Ring ring, int bgid, int entries, boolean incremental) throws ErrnoException {
        if (bgid < 0 || bgid > MAX_BGID) {
            throw new IllegalArgumentException("bgid: " + bgid + " (expected: 0.." + MAX_BGID + ")");
        }
        if (entries < 1 || entries > MAX_ENTRIES || Integer.bitCount(entries) != 1) {
            throw new IllegalArgumentException("entries: " + entries + " (expected: a power of two up to 32768)");
        }
        String name = "buffer ring " + bgid + " of ring fd " + ring.fd();
        NativeRegion region = ring.syscalls().allocate(entries * Buf.SIZE, name);
        NativeRegion argument = null;
        try {
            argument = ring.syscalls().allocate(BufReg.SIZE, name + ", argument");
            BufferRing made =
                    new BufferRing(ring, region, argument, new BufferRingShape(bgid, entries, incremental));
            int result = ring.register(IORING_REGISTER_PBUF_RING, made.writeReg(), 1);
            if (result < 0) {
                throw ring.failure("io_uring_register", "PBUF_RING " + bgid + ", " + entries + " entries", result);
            }
            return made;
        } catch (ErrnoException | RuntimeException | Error e) {
            if (argument != null) {
                argument.close();
            }
            region.close();
            throw e;
        }
    }

    /** {@return the buffer group, for {@code sqe->buf_group}} */
    public int bgid() {
        return bgid;
    }

    /** {@return slots} */
    public int entries() {
        return entries;
    }

    /** {@return whether buffers are consumed piecewise} */
    public boolean incremental() {
        return incremental;
    }

    /**
     * Prepares one slot at the tail; the kernel sees it after {@link #publish()}. The slot is always written whole.
     *
     * @param address the buffer, the kernel's until a CQE names its {@code bid}
     * @param lengthBytes its size
     * @param bid buffer id, 0..65535
     */
    public void add(long address, int lengthBytes, int bid) {
        // All of a struct io_uring_buf but its resv, which in slot 0 is the tail itself.
        int slot = (tail & mask) * Buf.SIZE;
        memory.putLong(slot + Buf.ADDR_OFFSET, address);
        memory.putInt(slot + Buf.LEN_OFFSET, lengthBytes);
        memory.putShort(slot + Buf.BID_OFFSET, (short) bid);
        tail++;
    }

    /** Makes the added slots visible to the kernel (release store of the tail; pairs with the kernel's acquire). */
    public void publish() {
        // Partner: the kernel's acquire load of the tail in io_ring_head_to_buf's callers.
        Memory.putShortRelease(memory, BufRing.TAIL_OFFSET, (short) tail);
    }

    /**
     * Asks how many added buffers the kernel has not yet used up ({@code IORING_REGISTER_PBUF_STATUS}, since 6.8). A
     * system call: for reports.
     *
     * @return published slots between the kernel's head and the tail, or {@code -errno}
     */
    public int available() {
        clearArgument();
        argument.buffer().putInt(BufStatus.BUF_GROUP_OFFSET, bgid);
        int result = ring.register(IORING_REGISTER_PBUF_STATUS, argument.address(), 1);
        if (result < 0) {
            return result;
        }
        return tail - argument.buffer().getInt(BufStatus.HEAD_OFFSET) & 0xFFFF;
    }

    /** Unregisters and unmaps. No operation may select from the group any more. Idempotent. */
    @Override
    public void close() {
        if (!region.isClosed()) {
            if (!ring.isClosed()) {
                clearArgument();
                argument.buffer().putShort(BufReg.BGID_OFFSET, (short) bgid);
                int result = ring.register(IORING_UNREGISTER_PBUF_RING, argument.address(), 1);
                assert result == 0 : ring.failure("io_uring_register", "unregister PBUF_RING " + bgid, result);
            }
            argument.close();
            region.close();
        }
    }

    /** {@return the address of a {@code struct io_uring_buf_reg} for this ring} */
    private long writeReg() {
        clearArgument();
        ByteBuffer reg = argument.buffer();
        reg.putLong(BufReg.RING_ADDR_OFFSET, region.address());
        reg.putInt(BufReg.RING_ENTRIES_OFFSET, entries);
        reg.putShort(BufReg.BGID_OFFSET, (short) bgid);
        reg.putShort(BufReg.FLAGS_OFFSET, (short) (incremental ? IOU_PBUF_RING_INC : 0));
        return argument.address();
    }

    private void clearArgument() {
        for (int offset = 0; offset < BufReg.SIZE; offset += Long.BYTES) {
            argument.buffer().putLong(offset, 0);
        }
    }
}
