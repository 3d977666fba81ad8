// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.faults;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.abi.SqeLayout;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.kernel.Fault;

/**
 * Makes less of an entry before the kernel consumes it, so that its result is a short one, and a true one. Streams and
 * files only: less of a datagram would be another datagram. One thread.
 */
final class SqeFaults {
    private static final int LENGTH = Integer.BYTES;
    private static final int SECTOR_BYTES = 512;

    private final Syscalls kernel;
    /** An option's value, and its length. */
    private final ByteBuffer option = ByteBuffer.allocateDirect(LENGTH + Integer.BYTES).order(ByteOrder.nativeOrder());
    private final Predicate<Fault> fires;
    private final IntUnaryOperator below;

    SqeFaults(Syscalls kernel, Predicate<Fault> fires, IntUnaryOperator below) {
        this.kernel = kernel;
        this.fires = fires;
        this.below = below;
    }

    void disturb(ByteBuffer sqe) {
        switch (sqe.get(SqeLayout.OPCODE_OFFSET)) {
            case IoUringConstants.IORING_OP_SEND, IoUringConstants.IORING_OP_SEND_ZC -> shortenSend(sqe);
            case IoUringConstants.IORING_OP_SENDMSG, IoUringConstants.IORING_OP_SENDMSG_ZC -> shortenSendMsg(sqe);
            case IoUringConstants.IORING_OP_RECV -> disturbRecv(sqe);
            case IoUringConstants.IORING_OP_READ, IoUringConstants.IORING_OP_WRITE,
                    IoUringConstants.IORING_OP_READ_FIXED, IoUringConstants.IORING_OP_WRITE_FIXED,
                    IoUringConstants.IORING_OP_READV, IoUringConstants.IORING_OP_WRITEV -> disturbTransfer(sqe);
            case IoUringConstants.IORING_OP_FSYNC, IoUringConstants.IORING_OP_FALLOCATE,
                    IoUringConstants.IORING_OP_STATX, IoUringConstants.IORING_OP_OPENAT2 -> interrupt(sqe);
            case IoUringConstants.IORING_OP_ACCEPT -> endAfterOne(sqe, IoUringConstants.IORING_ACCEPT_MULTISHOT);
            default -> {
                // as it is
            }
        }
    }

    private void shortenSend(ByteBuffer sqe) {
        int length = sqe.getInt(SqeLayout.LEN_OFFSET);
        boolean vectorized = (sqe.getShort(SqeLayout.IOPRIO_OFFSET) & IoUringConstants.IORING_SEND_VECTORIZED) != 0;
        if (vectorized || length < 2 || waitsForAll(sqe) || !isStream(sqe) || !fires.test(Fault.SHORT_SEND)) {
            return;
        }
        sqe.putInt(SqeLayout.LEN_OFFSET, 1 + below.applyAsInt(length - 1));
    }

    private void shortenSendMsg(ByteBuffer sqe) {
        if (waitsForAll(sqe) || !isStream(sqe) || !fires.test(Fault.SHORT_SEND)) {
            return;
        }
        ByteBuffer message = kernel.view(sqe.getLong(SqeLayout.ADDR_OFFSET), Msghdr.SIZE);
        long parts = message.getLong(Msghdr.MSG_IOVLEN_OFFSET);
        if (parts > 1) {
            message.putLong(Msghdr.MSG_IOVLEN_OFFSET, 1 + below.applyAsInt((int) parts - 1));
        }
        ByteBuffer part = kernel.view(message.getLong(Msghdr.MSG_IOV_OFFSET), Iovec.SIZE);
        int length = (int) part.getLong(Iovec.IOV_LEN_OFFSET);
        if (parts == 1 && length > 1) {
            part.putLong(Iovec.IOV_LEN_OFFSET, 1 + below.applyAsInt(length - 1));
        }
    }

    /** Fewer bytes, or fewer pieces. An eventfd, whose eight bytes cannot be fewer, is let be. */
    private void disturbTransfer(ByteBuffer sqe) {
        int length = sqe.getInt(SqeLayout.LEN_OFFSET);
        if (length == Long.BYTES || interrupt(sqe)) {
            return;
        }
        int unit = length % SECTOR_BYTES == 0 ? SECTOR_BYTES : 1; // it may be a file with O_DIRECT
        int units = length / unit;
        if (units > 1 && fires.test(Fault.FILE_SHORT)) {
            sqe.putInt(SqeLayout.LEN_OFFSET, unit * (1 + below.applyAsInt(units - 1)));
        }
    }

    /** A NOP in its place, that ends as if interrupted: nothing was done. Needs 6.10. */
    private boolean interrupt(ByteBuffer sqe) {
        int errno = fires.test(Fault.FILE_EINTR) ? Errno.EINTR : fires.test(Fault.FILE_EAGAIN) ? Errno.EAGAIN : 0;
        if (errno == 0) {
            return false;
        }
        sqe.put(SqeLayout.OPCODE_OFFSET, (byte) IoUringConstants.IORING_OP_NOP);
        sqe.put(SqeLayout.FLAGS_OFFSET, (byte) 0);
        sqe.putInt(SqeLayout.LEN_OFFSET, -errno);
        sqe.putInt(SqeLayout.MSG_FLAGS_OFFSET, IoUringConstants.IORING_NOP_INJECT_RESULT);
        return true;
    }

    private void disturbRecv(ByteBuffer sqe) {
        if ((sqe.getShort(SqeLayout.IOPRIO_OFFSET) & IoUringConstants.IORING_RECV_MULTISHOT) != 0) {
            endAfterOne(sqe, IoUringConstants.IORING_RECV_MULTISHOT);
            return;
        }
        int length = sqe.getInt(SqeLayout.LEN_OFFSET);
        if (length > 1 && !waitsForAll(sqe) && isStream(sqe) && fires.test(Fault.SHORT_RECV)) {
            sqe.putInt(SqeLayout.LEN_OFFSET, 1 + below.applyAsInt(length - 1));
        }
    }

    /** A multishot may end at any time, and its last completion is then a good one. */
    private void endAfterOne(ByteBuffer sqe, int multishot) {
        short flags = sqe.getShort(SqeLayout.IOPRIO_OFFSET);
        if ((flags & multishot) != 0 && fires.test(Fault.CQ_OVERFLOW)) {
            sqe.putShort(SqeLayout.IOPRIO_OFFSET, (short) (flags & ~multishot));
        }
    }

    private static boolean waitsForAll(ByteBuffer sqe) {
        return (sqe.getInt(SqeLayout.MSG_FLAGS_OFFSET) & SocketConstants.MSG_WAITALL) != 0;
    }

    private boolean isStream(ByteBuffer sqe) {
        option.putInt(LENGTH, Integer.BYTES);
        long address = kernel.addressOf(option);
        int result = kernel.getsockopt(sqe.getInt(SqeLayout.FD_OFFSET), SocketConstants.SOL_SOCKET,
                SocketConstants.SO_TYPE, address, address + LENGTH);
        return result == 0 && option.getInt(0) == SocketConstants.SOCK_STREAM;
    }
}
