// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.IoUringConstants;

/** Entries that do what a system call does, and never wait. Used under the kernel's lock. */
final class CallByEntry {
    private final FakeKernel kernel;
    private final SubmittedSqe sqe;

    CallByEntry(FakeKernel kernel, SubmittedSqe sqe) {
        this.kernel = kernel;
        this.sqe = sqe;
    }

    /** {@return the call's value or {@code -errno}} */
    int run() {
        return switch (sqe.opcode()) {
            case IoUringConstants.IORING_OP_SOCKET -> kernel.sockets().socket(sqe.fd(), (int) sqe.off());
            case IoUringConstants.IORING_OP_BIND -> {
                kernel.validator().checkLive(sqe.addr(), sqe.off(), "sockaddr", sqe);
                yield kernel.sockets().bind(sqe.fd(), sqe.addr(), (int) sqe.off());
            }
            case IoUringConstants.IORING_OP_LISTEN -> kernel.sockets().listen(sqe.fd());
            case IoUringConstants.IORING_OP_PIPE -> {
                kernel.validator().checkLive(sqe.addr(), 2 * Integer.BYTES, "fds", sqe);
                yield kernel.pipes().pipe2(sqe.addr(), sqe.opFlags());
            }
            case IoUringConstants.IORING_OP_MADVISE -> {
                kernel.validator().checkLive(sqe.addr(), sqe.len(), "memory", sqe);
                yield 0;
            }
            default -> throw kernel.failure("not played: " + sqe);
        };
    }
}
