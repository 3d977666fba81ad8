// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_FILES2;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_FILES_UPDATE2;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_FILE_ALLOC_RANGE;
import static org.nettyuring.abi.IoUringConstants.IORING_RSRC_REGISTER_SPARSE;
import static org.nettyuring.abi.IoUringConstants.IORING_UNREGISTER_FILES;

import org.nettyuring.abi.RsrcLayouts.RsrcRegister;
import org.nettyuring.abi.RsrcLayouts.RsrcUpdate2;
import org.nettyuring.sys.ErrnoException;

/**
 * The registered files of a ring: slots that operations name with {@code IOSQE_FIXED_FILE} instead of a descriptor.
 * Made empty ({@code IORING_RSRC_REGISTER_SPARSE}, since 5.19); one per ring. The kernel's reference to a file is its
 * own: closing the descriptor leaves the slot, clearing the slot leaves the descriptor. Loop thread only.
 */
public final class FileTable implements AutoCloseable {
    private static final int EMPTY = -1;

    private final Ring ring;
    private final int slots;
    private final RegisterArgument argument;

    private FileTable(Ring ring, int slots, RegisterArgument ownedArgument) {
        this.ring = ring;
        this.slots = slots;
        argument = ownedArgument;
    }

    /**
     * Registers an empty table.
     *
     * @param ring the ring
     * @param slots how many; at most {@code RLIMIT_NOFILE}
     * @return the table, owned by the caller
     * @throws ErrnoException if the kernel refuses, e.g. {@code EMFILE} beyond the limit
     */
    public static FileTable register(Ring ring, int slots) throws ErrnoException {
        if (slots < 1) {
            throw new IllegalArgumentException("slots: " + slots + " (expected: >= 1)");
        }
        String name = "file table of ring fd " + ring.fd();
        RegisterArgument argument = new RegisterArgument(ring.syscalls(), Integer.BYTES, name);
        long address = argument.rsrcRegister(slots, IORING_RSRC_REGISTER_SPARSE);
        int result = ring.register(IORING_REGISTER_FILES2, address, RsrcRegister.SIZE);
        if (result < 0) {
            argument.close();
            throw ring.failure("io_uring_register", "FILES2, " + slots + " slots", result);
        }
        return new FileTable(ring, slots, argument);
    }

    /** {@return how many slots} */
    public int slots() {
        return slots;
    }

    /**
     * Puts a file into a slot, in place of the one that is there.
     *
     * @param slot below {@link #slots()}
     * @param fd an open descriptor, which stays the caller's
     * @throws ErrnoException if the kernel refuses
     */
    public void set(int slot, int fd) throws ErrnoException {
        argument.memory().putInt(argument.valuesOffset(), fd);
        long address = argument.rsrcUpdate2(slot, 1);
        int result = ring.register(IORING_REGISTER_FILES_UPDATE2, address, RsrcUpdate2.SIZE);
        if (result < 0) {
            throw ring.failure("io_uring_register", "FILES_UPDATE2, slot " + slot + ", fd " + fd, result);
        }
    }

    /**
     * Empties a slot. Operations in flight keep the file.
     *
     * @param slot below {@link #slots()}
     * @throws ErrnoException if the kernel refuses
     */
    public void clear(int slot) throws ErrnoException {
        set(slot, EMPTY);
    }

    /**
     * Limits from which slots {@code IORING_FILE_INDEX_ALLOC} chooses (since 6.0).
     *
     * @param firstSlot first of the range
     * @param length slots in the range
     * @throws ErrnoException if the kernel refuses
     */
    public void allocRange(int firstSlot, int length) throws ErrnoException {
        long address = argument.fileIndexRange(firstSlot, length);
        int result = ring.register(IORING_REGISTER_FILE_ALLOC_RANGE, address, 0);
        if (result < 0) {
            String what = "FILE_ALLOC_RANGE, slots " + firstSlot + ".." + (firstSlot + length - 1);
            throw ring.failure("io_uring_register", what, result);
        }
    }

    /** Unregisters all. Idempotent. */
    @Override
    public void close() {
        if (!argument.isClosed()) {
            argument.close();
            if (!ring.isClosed()) {
                int result = ring.register(IORING_UNREGISTER_FILES, 0, 0);
                assert result == 0 : ring.failure("io_uring_register", "UNREGISTER_FILES", result);
            }
        }
    }
}
