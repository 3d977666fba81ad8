// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code struct msghdr} of a datagram says, read while the SQE is submitted. Where its memory is written at the
 * completion it must stay alive until then.
 */
final class MessageHead {
    static final int MSGHDR_SIZE = 56;
    private static final int IOVEC_SIZE = 16;
    private static final int NAME = 0;
    private static final int NAMELEN = 8;
    private static final int IOV = 16;
    private static final int IOVLEN = 24;
    private static final int CONTROL = 32;
    private static final int CONTROLLEN = 40;
    private static final int FLAGS = 48;
    private static final int IOV_MAX = 1024;

    final long nameAddress;
    final int nameBytes;
    final long controlAddress;
    final int controlBytes;
    final List<MemoryRange> payload = new ArrayList<>();
    private final FakeKernel kernel;
    private final SubmittedSqe sqe;

    MessageHead(FakeKernel kernel, SubmittedSqe sqe) {
        this.kernel = kernel;
        this.sqe = sqe;
        long msghdr = sqe.addr();
        kernel.validator().checkLive(msghdr, MSGHDR_SIZE, "msghdr", sqe);
        nameAddress = kernel.memory().getLong(msghdr + NAME);
        nameBytes = kernel.memory().getInt(msghdr + NAMELEN);
        controlAddress = kernel.memory().getLong(msghdr + CONTROL);
        controlBytes = Math.toIntExact(kernel.memory().getLong(msghdr + CONTROLLEN));
        readIovecs(kernel.memory().getLong(msghdr + IOV), Math.toIntExact(kernel.memory().getLong(msghdr + IOVLEN)));
    }

    private void readIovecs(long address, int count) {
        if (count < 0 || count > IOV_MAX) {
            throw kernel.failure("iovec count " + count + " (expected: 0.." + IOV_MAX + "): " + sqe);
        }
        kernel.validator().checkLive(address, (long) IOVEC_SIZE * count, "iovec array", sqe);
        for (int i = 0; i < count; i++) {
            long iovec = address + (long) IOVEC_SIZE * i;
            MemoryRange range = new MemoryRange(kernel.memory().getLong(iovec),
                    kernel.memory().getLong(iovec + Long.BYTES), "iovec[" + i + "]");
            kernel.validator().checkLive(range.address(), range.lengthBytes(), range.what(), sqe);
            payload.add(range);
        }
    }

    /** The name that a send goes to; null for none. */
    byte[] name() {
        if (nameAddress == 0) {
            return null;
        }
        kernel.validator().checkLive(nameAddress, nameBytes, "msg_name", sqe);
        return kernel.memory().read(nameAddress, nameBytes);
    }

    /** A single receive is over: writes what came with the payload, and no control messages. */
    void write(byte[] sender, int messageFlags) {
        kernel.memory().write(nameAddress, sender, 0, Math.min(nameBytes, sender.length));
        kernel.memory().putInt(sqe.addr() + NAMELEN, sender.length);
        kernel.memory().putLong(sqe.addr() + CONTROLLEN, 0);
        kernel.memory().putInt(sqe.addr() + FLAGS, messageFlags);
    }

    /** Memory that a single receive writes at its completion. */
    void pin(Request request) {
        request.pin(sqe.addr(), MSGHDR_SIZE, "msghdr");
        request.pin(nameAddress, nameBytes, "msg_name");
        request.pin(controlAddress, controlBytes, "msg_control");
        request.pinned.addAll(payload);
    }
}
