// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

/** The one method that every {@code prep…} goes through. */
public sealed interface RawPrep
        permits TransferPreps, SocketPreps, ControlPreps, FilePreps, PathPreps, ProcessPreps {
    /**
     * {@return this, all 64 bytes of the entry written: the given fields, and zero elsewhere}
     *
     * @param opcode {@code IORING_OP_*}
     * @param fd {@code sqe->fd}
     * @param address {@code sqe->addr}
     * @param length {@code sqe->len}
     * @param offset {@code sqe->off}
     * @param opFlags the opcode's own flags at {@code sqe->rw_flags}
     */
    Sqe prepRw(int opcode, int fd, long address, int length, long offset, int opFlags);
}
