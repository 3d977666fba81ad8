// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.io.IOException;
import org.nettyuring.abi.FileLayouts.OpenHow;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_OPENAT2}, and for {@link IoUringOpenOption#DIRECT} then {@code IORING_OP_STATX}. A descriptor that
 * came although nobody wants it any more is closed.
 */
final class OpenOp extends FileOp<IoUringFile> {
    private static final int NO_FD = -1;
    private static final PathArgument ITSELF = new PathArgument("");

    private final FileHandle target;
    private final PathArgument path;
    private final OpenFlags how;
    private int fd = NO_FD;
    private StatxMemory memory;

    /**
     * Prepares an open.
     *
     * @param handle whose operation it is: the directory's that the path starts from, or the new file's
     * @param target the new file's
     */
    OpenOp(FileHandle handle, FileHandle target, OpenFlags how) {
        super(handle, FileCall.OPENAT2);
        this.target = target;
        this.how = how;
        path = new PathArgument(target.path());
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        int at = arena.take(OpenHow.SIZE + PathArgument.MAX_BYTES);
        if (at < 0) {
            return false;
        }
        if (fd == NO_FD) {
            int dfd = handle == target ? LinuxConstants.AT_FDCWD : handle.fd();
            sqe.prepOpenat2(dfd, path.put(arena, at + OpenHow.SIZE), how.put(arena, at));
        } else {
            sqe.prepStatx(fd, ITSELF.put(arena, at), LinuxConstants.AT_EMPTY_PATH, FileStatus.MASK, memory.address());
        }
        return true;
    }

    @Override
    void onResult(int res, int flags) {
        if (fd != NO_FD) {
            open(memory.status());
            return;
        }
        fd = res;
        if (how.isDirect()) {
            memory = new StatxMemory(handle);
            goOn();
        } else {
            open(null);
        }
    }

    @Override
    void onError(int errno) {
        fail(target.failure(fd == NO_FD ? FileCall.OPENAT2 : FileCall.STATX, errno));
    }

    private void open(FileStatus status) {
        if (status != null && status.directOffsetAlign() == 0) {
            fail(new IOException("openat2(" + target.path()
                    + "): its file system has no direct I/O for it: open it without DIRECT"));
        } else if (isCancelRequested()) {
            abandon();
        } else if (handle == target || target.registerFor(this)) {
            target.opened(fd);
            fd = NO_FD;
            succeed(new IoUringFile(target, DirectAlignment.of(status)));
        }
    }

    @Override
    void release() {
        if (memory != null) {
            memory.release();
        }
        if (fd != NO_FD) {
            handle.syscalls().close(fd);
        }
        if (handle == target && target.fd() == NO_FD) {
            target.abandon(); // as soon as this operation is over
        }
    }
}
