// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.IoUringConstants.IORING_FILE_INDEX_ALLOC;
import static org.nettyuring.abi.IoUringConstants.IOSQE_BUFFER_SELECT;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SqeLayout;

/**
 * A view of one submission queue entry, moved from entry to entry by its {@link SubmissionQueue}. Each {@code prep…}
 * has the name and the parameters of its liburing function and writes all 64 bytes; the setters of single fields come
 * after it. The families of preps are the interfaces that this class puts together. Nothing here allocates or checks:
 * the kernel does. Loop thread only; valid until the next {@code nextSqe}.
 */
public final class Sqe implements TransferPreps, SocketPreps, ControlPreps, FilePreps, PathPreps, ProcessPreps {
    // Two fields of 32 bits are written as one long: the first is the low half, for io_uring_sqe is little endian here
    // (NativeSyscalls knows no other machines).
    private static final int WORD_OPCODE_FLAGS_IOPRIO_FD = SqeLayout.OPCODE_OFFSET;
    private static final int WORD_LEN_OP_FLAGS = SqeLayout.LEN_OFFSET;
    private static final int WORD_BUF_PERSONALITY_FILE = SqeLayout.BUF_INDEX_OFFSET;

    private final ByteBuffer sqes;
    private int base;

    Sqe(ByteBuffer sqes) {
        this.sqes = sqes;
    }

    Sqe at(int offset) {
        base = offset;
        return this;
    }

    @Override
    public Sqe prepRw(int opcode, int fd, long address, int length, long offset, int opFlags) {
        ByteBuffer buffer = sqes;
        int at = base;
        buffer.putLong(at + WORD_OPCODE_FLAGS_IOPRIO_FD, opcode & 0xFF | (long) fd << 32);
        buffer.putLong(at + SqeLayout.OFF_OFFSET, offset);
        buffer.putLong(at + SqeLayout.ADDR_OFFSET, address);
        buffer.putLong(at + WORD_LEN_OP_FLAGS, length & 0xFFFF_FFFFL | (long) opFlags << 32);
        buffer.putLong(at + SqeLayout.USER_DATA_OFFSET, 0);
        buffer.putLong(at + WORD_BUF_PERSONALITY_FILE, 0);
        buffer.putLong(at + SqeLayout.ADDR3_OFFSET, 0);
        buffer.putLong(at + SqeLayout.ATTR_TYPE_MASK_OFFSET, 0);
        return this;
    }

    /**
     * Sets {@code user_data}.
     *
     * @param userData comes back in each CQE
     * @return this
     */
    public Sqe userData(long userData) {
        sqes.putLong(base + SqeLayout.USER_DATA_OFFSET, userData);
        return this;
    }

    /**
     * Sets {@code flags}, those of the prep too.
     *
     * @param iosqeFlags {@code IOSQE_*}
     * @return this
     */
    public Sqe flags(int iosqeFlags) {
        sqes.put(base + SqeLayout.FLAGS_OFFSET, (byte) iosqeFlags);
        return this;
    }

    /**
     * Adds to {@code flags}.
     *
     * @param iosqeFlags {@code IOSQE_*}
     * @return this
     */
    public Sqe addFlags(int iosqeFlags) {
        return flags(sqes.get(base + SqeLayout.FLAGS_OFFSET) | iosqeFlags);
    }

    /**
     * Sets {@code ioprio}, those of the prep too: a priority for files, {@code IORING_RECVSEND_*},
     * {@code IORING_RECV_*}, {@code IORING_SEND_*} or {@code IORING_ACCEPT_*} for sockets.
     *
     * @param ioprio 16 bits
     * @return this
     */
    public Sqe ioprio(int ioprio) {
        sqes.putShort(base + SqeLayout.IOPRIO_OFFSET, (short) ioprio);
        return this;
    }

    /**
     * Adds to {@code ioprio}.
     *
     * @param ioprio bits as in {@link #ioprio(int)}
     * @return this
     */
    public Sqe addIoprio(int ioprio) {
        return ioprio(sqes.getShort(base + SqeLayout.IOPRIO_OFFSET) | ioprio);
    }

    /**
     * Lets the kernel take a buffer of a group: {@code IOSQE_BUFFER_SELECT} and {@code buf_group}.
     *
     * @param bgid the group
     * @return this
     */
    public Sqe bufferSelect(int bgid) {
        return addFlags(IOSQE_BUFFER_SELECT).bufGroup(bgid);
    }

    /**
     * Sets {@code buf_group}; overlays {@code buf_index}.
     *
     * @param bgid buffer group, 0..65535
     * @return this
     */
    public Sqe bufGroup(int bgid) {
        return bufIndex(bgid);
    }

    /**
     * Sets {@code buf_index}; overlays {@code buf_group}.
     *
     * @param bufIndex index of a registered buffer, 0..65535
     * @return this
     */
    public Sqe bufIndex(int bufIndex) {
        sqes.putShort(base + SqeLayout.BUF_INDEX_OFFSET, (short) bufIndex);
        return this;
    }

    /**
     * Sets {@code personality}.
     *
     * @param personality from {@code IORING_REGISTER_PERSONALITY}
     * @return this
     */
    public Sqe personality(int personality) {
        sqes.putShort(base + SqeLayout.PERSONALITY_OFFSET, (short) personality);
        return this;
    }

    /**
     * Sets {@code file_index} for an operation that makes a file, in the kernel's form (slot + 1).
     *
     * @param slot in the {@link FileTable}, or {@code IORING_FILE_INDEX_ALLOC}
     * @return this
     */
    public Sqe fileIndex(int slot) {
        return rawFileIndex(slot == IORING_FILE_INDEX_ALLOC ? slot : slot + 1);
    }

    /**
     * Sets {@code optlen}; for a multishot receive a soft limit of bytes in total (since 6.17). Overlays
     * {@code file_index}.
     *
     * @param lengthBytes bytes
     * @return this
     */
    public Sqe optlen(int lengthBytes) {
        return rawFileIndex(lengthBytes);
    }

    /** {@return {@code opcode}, as the last prep wrote it} */
    public int opcode() {
        return sqes.get(base + SqeLayout.OPCODE_OFFSET) & 0xFF;
    }

    /** {@return {@code flags} as they stand: {@code IOSQE_*}} */
    public int flags() {
        return sqes.get(base + SqeLayout.FLAGS_OFFSET) & 0xFF;
    }

    /** {@return {@code file_index} as it stands, in the kernel's form: 0 for none} */
    public int fileIndex() {
        return sqes.getInt(base + SqeLayout.FILE_INDEX_OFFSET);
    }

    /** Sets the 32 bits that {@code file_index}, {@code splice_fd_in}, {@code optlen} and {@code addr_len} share. */
    Sqe rawFileIndex(int value) {
        sqes.putInt(base + SqeLayout.FILE_INDEX_OFFSET, value);
        return this;
    }

    /** Sets the 64 bits that {@code addr3}, {@code optval} and {@code attr_ptr} share. */
    Sqe addr3(long value) {
        sqes.putLong(base + SqeLayout.ADDR3_OFFSET, value);
        return this;
    }
}
