// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.abi.IoUringConstants;

/**
 * The data that an SQE points at, directly, by iovecs or by a {@code struct msghdr}. The pointers are read while the
 * SQE is submitted and never again ({@code IORING_FEAT_SUBMIT_STABLE}); the data stays the kernel's.
 */
final class Segments {
    private static final int IOVEC_SIZE = 16;
    private static final int MSGHDR_SIZE = 56;
    private static final int MSG_NAME = 0;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROLLEN = 40;
    private static final int IOV_MAX = 1024;

    private final FakeKernel kernel;
    private final SubmittedSqe sqe;
    private final List<MemoryRange> ranges = new ArrayList<>();
    private final boolean messageFlags;
    private long msghdr;
    private ScmRights rights;

    Segments(FakeKernel kernel, SubmittedSqe sqe) {
        this.kernel = kernel;
        this.sqe = sqe;
        messageFlags = readPointers();
    }

    List<MemoryRange> ranges() {
        return ranges;
    }

    /** Whether {@code sqe->msg_flags} means anything. */
    boolean hasMessageFlags() {
        return messageFlags;
    }

    /** Descriptors beside the bytes; null without. */
    ScmRights rights() {
        return rights;
    }

    long totalBytes() {
        return ranges.stream().mapToLong(MemoryRange::lengthBytes).sum();
    }

    void pinAll(Request request) {
        request.pinned.addAll(ranges);
        if (rights != null) {
            request.pinned.add(rights.range());
        }
        if (msghdr != 0 && sqe.opcode() == IoUringConstants.IORING_OP_RECVMSG) {
            request.pin(msghdr, MSGHDR_SIZE, "msghdr");
        }
    }

    private boolean readPointers() {
        switch (sqe.opcode()) {
            case IoUringConstants.IORING_OP_READ, IoUringConstants.IORING_OP_WRITE,
                    IoUringConstants.IORING_OP_READ_FIXED, IoUringConstants.IORING_OP_WRITE_FIXED -> {
                if (!sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT)) {
                    add(sqe.addr(), sqe.len(), "buffer");
                }
                return false;
            }
            case IoUringConstants.IORING_OP_READV, IoUringConstants.IORING_OP_WRITEV -> {
                addIovecs(sqe.addr(), sqe.len());
                return false;
            }
            case IoUringConstants.IORING_OP_SENDMSG,
                    IoUringConstants.IORING_OP_SENDMSG_ZC,
                    IoUringConstants.IORING_OP_RECVMSG -> {
                addMsghdr(sqe.addr());
                return true;
            }
            default -> {
                if (sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT)) {
                    return true;
                }
                if (isSend() && sqe.hasPrio(IoUringConstants.IORING_SEND_VECTORIZED)) {
                    addIovecs(sqe.addr(), sqe.len());
                } else {
                    add(sqe.addr(), sqe.len(), "buffer");
                }
                return true;
            }
        }
    }

    private boolean isSend() {
        return sqe.opcode() == IoUringConstants.IORING_OP_SEND || sqe.opcode() == IoUringConstants.IORING_OP_SEND_ZC;
    }

    private void addMsghdr(long address) {
        kernel.validator().checkLive(address, MSGHDR_SIZE, "msghdr", sqe);
        msghdr = address;
        if (kernel.memory().getLong(address + MSG_CONTROLLEN) != 0) {
            rights = new ScmRights(kernel, address, sqe);
        }
        if (kernel.memory().getLong(address + MSG_NAME) != 0) {
            throw kernel.failure("not played: msg_name on a stream socket: " + sqe);
        }
        long count = kernel.memory().getLong(address + MSG_IOVLEN);
        addIovecs(kernel.memory().getLong(address + MSG_IOV), Math.toIntExact(count));
    }

    private void addIovecs(long address, int count) {
        if (count < 0 || count > IOV_MAX) {
            throw kernel.failure("iovec count " + count + " (expected: 0.." + IOV_MAX + "): " + sqe);
        }
        kernel.validator().checkLive(address, (long) IOVEC_SIZE * count, "iovec array", sqe);
        for (int i = 0; i < count; i++) {
            long iovec = address + (long) IOVEC_SIZE * i;
            add(kernel.memory().getLong(iovec), kernel.memory().getLong(iovec + Long.BYTES), "iovec[" + i + "]");
        }
    }

    private void add(long address, long lengthBytes, String what) {
        if (lengthBytes < 0) {
            throw kernel.failure(what + " of " + lengthBytes + " bytes: " + sqe);
        }
        kernel.validator().checkLive(address, lengthBytes, what, sqe);
        ranges.add(new MemoryRange(address, lengthBytes, what));
    }
}
