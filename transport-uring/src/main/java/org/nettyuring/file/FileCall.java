// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_CLOSE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FADVISE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FALLOCATE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FSYNC;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FTRUNCATE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_MKDIRAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_OPENAT2;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ_FIXED;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_RENAMEAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_STATX;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SYNC_FILE_RANGE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_UNLINKAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITEV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITE_FIXED;

/** The operations on files: the opcode, the system call that it is, and the first mainline kernel that has it. */
enum FileCall {
    OPENAT2("openat2", IORING_OP_OPENAT2, "5.6"),
    CLOSE("close", IORING_OP_CLOSE, "5.6"),
    READ("read", IORING_OP_READ, "5.6"),
    READV("readv", IORING_OP_READV, "5.1"),
    READ_FIXED("read", IORING_OP_READ_FIXED, "5.1"),
    WRITE("write", IORING_OP_WRITE, "5.6"),
    WRITEV("writev", IORING_OP_WRITEV, "5.1"),
    WRITE_FIXED("write", IORING_OP_WRITE_FIXED, "5.1"),
    FSYNC("fsync", IORING_OP_FSYNC, "5.1"),
    SYNC_FILE_RANGE("sync_file_range", IORING_OP_SYNC_FILE_RANGE, "5.2"),
    FALLOCATE("fallocate", IORING_OP_FALLOCATE, "5.6"),
    FTRUNCATE("ftruncate", IORING_OP_FTRUNCATE, "6.9"),
    FADVISE("posix_fadvise", IORING_OP_FADVISE, "5.6"),
    STATX("statx", IORING_OP_STATX, "5.6"),
    RENAMEAT("renameat2", IORING_OP_RENAMEAT, "5.11"),
    UNLINKAT("unlinkat", IORING_OP_UNLINKAT, "5.11"),
    MKDIRAT("mkdirat", IORING_OP_MKDIRAT, "5.15");

    private final String manName;
    private final int opcode;
    private final String since;

    FileCall(String manName, int opcode, String since) {
        this.manName = manName;
        this.opcode = opcode;
        this.since = since;
    }

    /** {@return the system call's name} */
    String manName() {
        return manName;
    }

    /** {@return {@code IORING_OP_*}} */
    int opcode() {
        return opcode;
    }

    /** {@return why a kernel without the opcode cannot} */
    UnsupportedOperationException unsupported(String object) {
        return new UnsupportedOperationException(manName + "(" + object + "): this kernel has no IORING_OP_" + name()
                + ", which came with Linux " + since);
    }
}
