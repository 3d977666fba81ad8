// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** {@code IORING_OP_STATX}, of a path or of an open file. */
final class StatxOp extends FileOp<FileStatus> {
    private static final PathArgument ITSELF = new PathArgument("");
    /** In place of a directory: the file itself. */
    private static final int OWN_FD = -1;

    private final int dfd;
    private final PathArgument path;
    private final int statxFlags;
    /** Made on the loop, which knows addresses. */
    private StatxMemory memory;

    StatxOp(FileHandle handle, int dfd, PathArgument path, int statxFlags) {
        super(handle, FileCall.STATX);
        this.dfd = dfd;
        this.path = path;
        this.statxFlags = statxFlags;
    }

    static StatxOp ofOpenFile(FileHandle file) {
        return new StatxOp(file, OWN_FD, ITSELF, LinuxConstants.AT_EMPTY_PATH);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        int at = arena.take(path.size());
        if (at < 0) {
            return false;
        }
        if (memory == null) {
            memory = new StatxMemory(handle);
        }
        int directory = dfd == OWN_FD ? handle.fd() : dfd;
        sqe.prepStatx(directory, path.put(arena, at), statxFlags, FileStatus.MASK, memory.address());
        return true;
    }

    @Override
    void onResult(int res, int flags) {
        succeed(memory.status());
    }

    @Override
    void release() {
        if (memory != null) {
            memory.release();
        }
    }
}
