// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** An operation that is done at once or not at all, and needs no memory beyond its submission. */
final class CallOp extends FileOp<Void> {
    private final Preparation preparation;

    /** Writes the submission. */
    @FunctionalInterface
    interface Preparation {
        /** Returns false if the arena has no room. */
        boolean prepare(Sqe sqe, SubmitArena arena);
    }

    CallOp(FileHandle handle, FileCall call, Preparation preparation) {
        super(handle, call);
        this.preparation = preparation;
    }

    static CallOp fsync(FileHandle file, int fsyncFlags) {
        return new CallOp(file, FileCall.FSYNC, (sqe, arena) -> sqe.prepFsync(file.fd(), fsyncFlags) != null);
    }

    static CallOp syncFileRange(FileHandle file, long position, long length, int flags) {
        return new CallOp(file, FileCall.SYNC_FILE_RANGE,
                (sqe, arena) -> sqe.prepSyncFileRange(file.fd(), length32(length), position, flags) != null);
    }

    static CallOp fallocate(FileHandle file, int mode, long position, long length) {
        return new CallOp(file, FileCall.FALLOCATE,
                (sqe, arena) -> sqe.prepFallocate(file.fd(), mode, position, length) != null);
    }

    static CallOp truncate(FileHandle file, long size) {
        return new CallOp(file, FileCall.FTRUNCATE, (sqe, arena) -> sqe.prepFtruncate(file.fd(), size) != null);
    }

    static CallOp advise(FileHandle file, long position, long length, int advice) {
        return new CallOp(file, FileCall.FADVISE,
                (sqe, arena) -> sqe.prepFadvise(file.fd(), position, length32(length), advice) != null);
    }

    /** What does not fit is to the end of the file. */
    private static int length32(long length) {
        return length > Integer.MAX_VALUE ? 0 : (int) length;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        return preparation.prepare(sqe, arena);
    }

    @Override
    void onResult(int res, int flags) {
        succeed(null);
    }
}
