// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_BUFFERS;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_BUFFERS2;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_BUFFERS_UPDATE;
import static org.nettyuring.abi.IoUringConstants.IORING_RSRC_REGISTER_SPARSE;
import static org.nettyuring.abi.IoUringConstants.IORING_UNREGISTER_BUFFERS;

import java.util.List;
import org.nettyuring.abi.RsrcLayouts.RsrcRegister;
import org.nettyuring.abi.RsrcLayouts.RsrcUpdate2;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;

/**
 * The registered buffers of a ring: memory that the kernel pinned once, named by index in {@code sqe->buf_index}. One
 * per ring. The memory stays the caller's and must outlive its slot. Counts against {@code RLIMIT_MEMLOCK}; a buffer is
 * at most 1 GiB. Loop thread only.
 */
public final class BufferTable implements AutoCloseable {
    private final Ring ring;
    private final int slots;
    private final RegisterArgument argument;

    private BufferTable(Ring ring, int slots, RegisterArgument ownedArgument) {
        this.ring = ring;
        this.slots = slots;
        argument = ownedArgument;
    }

    /**
     * Registers an empty table, to be filled by {@link #set} ({@link Feature#REGISTER_BUFFERS_SPARSE}).
     *
     * @param ring the ring
     * @param slots how many, 1..16384
     * @return the table, owned by the caller
     * @throws ErrnoException if the kernel refuses
     */
    public static BufferTable registerSparse(Ring ring, int slots) throws ErrnoException {
        checkSlots(slots);
        RegisterArgument argument = newArgument(ring, 1);
        long address = argument.rsrcRegister(slots, IORING_RSRC_REGISTER_SPARSE);
        int result = ring.register(IORING_REGISTER_BUFFERS2, address, RsrcRegister.SIZE);
        return made(ring, slots, argument, result, "BUFFERS2");
    }

    /**
     * Registers a table of these buffers, in this order; for kernels before 5.19 and for sets that never change.
     *
     * @param ring the ring
     * @param buffers 1..1024 regions, which stay the caller's
     * @return the table, owned by the caller
     * @throws ErrnoException if the kernel refuses, e.g. {@code ENOMEM} beyond the limit of locked memory
     */
    public static BufferTable register(Ring ring, List<NativeRegion> buffers) throws ErrnoException {
        checkSlots(buffers.size());
        RegisterArgument argument = newArgument(ring, buffers.size());
        for (int i = 0; i < buffers.size(); i++) {
            putIovec(argument, i, buffers.get(i).address(), buffers.get(i).length());
        }
        int result = ring.register(IORING_REGISTER_BUFFERS, argument.valuesAddress(), buffers.size());
        return made(ring, buffers.size(), argument, result, "BUFFERS");
    }

    /** {@return how many slots} */
    public int slots() {
        return slots;
    }

    /**
     * Puts a buffer into a slot, in place of the one that is there. Operations in flight keep the old one.
     *
     * @param slot below {@link #slots()}
     * @param address the memory, pinned until the slot changes
     * @param lengthBytes its size
     * @throws ErrnoException if the kernel refuses
     */
    public void set(int slot, long address, long lengthBytes) throws ErrnoException {
        putIovec(argument, 0, address, lengthBytes);
        long update = argument.rsrcUpdate2(slot, 1);
        int result = ring.register(IORING_REGISTER_BUFFERS_UPDATE, update, RsrcUpdate2.SIZE);
        if (result < 0) {
            String what = "BUFFERS_UPDATE, slot " + slot + ", " + lengthBytes + " bytes";
            throw ring.failure("io_uring_register", what, result);
        }
    }

    /**
     * Empties a slot.
     *
     * @param slot below {@link #slots()}
     * @throws ErrnoException if the kernel refuses
     */
    public void clear(int slot) throws ErrnoException {
        set(slot, 0, 0);
    }

    /** Unregisters all; what operations in flight use stays pinned until they complete. Idempotent. */
    @Override
    public void close() {
        if (!argument.isClosed()) {
            argument.close();
            if (!ring.isClosed()) {
                int result = ring.register(IORING_UNREGISTER_BUFFERS, 0, 0);
                assert result == 0 : ring.failure("io_uring_register", "UNREGISTER_BUFFERS", result);
            }
        }
    }

    private static void checkSlots(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("slots: " + slots + " (expected: >= 1)");
        }
    }

    private static RegisterArgument newArgument(Ring ring, int iovecs) throws ErrnoException {
        return new RegisterArgument(ring.syscalls(), iovecs * Iovec.SIZE, "buffer table of ring fd " + ring.fd());
    }

    private static void putIovec(RegisterArgument argument, int index, long address, long lengthBytes) {
        int iovec = argument.valuesOffset() + index * Iovec.SIZE;
        argument.memory().putLong(iovec + Iovec.IOV_BASE_OFFSET, address);
        argument.memory().putLong(iovec + Iovec.IOV_LEN_OFFSET, lengthBytes);
    }

    private static BufferTable made(Ring ring, int slots, RegisterArgument argument, int result, String opcode)
            throws ErrnoException {
        if (result < 0) {
            argument.close();
            throw ring.failure("io_uring_register", opcode + ", " + slots + " slots", result);
        }
        return new BufferTable(ring, slots, argument);
    }
}
