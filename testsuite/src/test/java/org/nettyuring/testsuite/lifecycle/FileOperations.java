// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.nettyuring.abi.LinuxConstants.AT_EMPTY_PATH;
import static org.nettyuring.abi.LinuxConstants.AT_FDCWD;
import static org.nettyuring.abi.LinuxConstants.O_CLOEXEC;
import static org.nettyuring.abi.LinuxConstants.O_CREAT;
import static org.nettyuring.abi.LinuxConstants.O_RDWR;
import static org.nettyuring.abi.LinuxConstants.STATX_BASIC_STATS;

import java.util.List;
import org.nettyuring.loop.IoUringIoOps.Preparation;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.RingFuture;

/** Operations on open files, on paths and on pipes, for the rows of {@link OperationRow}. */
final class FileOperations {
    private static final int BYTES = 1000;
    private static final int MODE = 0600;
    private static final int STATX_SIZE = 256;
    private static final int OPEN_HOW_SIZE = 24;
    private static final int ATTRIBUTE_BYTES = 16;

    /** Writes the entry of an operation on an open file. */
    @FunctionalInterface
    interface OnFile {
        Preparation prepare(OperationScene at, int fd);
    }

    private FileOperations() {}

    static List<RingFuture> onFile(OperationScene at, OperationKind kind, OnFile way) {
        return at.submit(at.of(kind, way.prepare(at, at.file())));
    }

    static Preparation readv(OperationScene at, int fd) {
        long iovecs = at.iovec(at.room(BYTES), BYTES);
        return sqe -> sqe.prepReadv(fd, iovecs, 1, 0, 0);
    }

    static Preparation writev(OperationScene at, int fd) {
        long iovecs = at.iovec(at.room(BYTES), BYTES);
        return sqe -> sqe.prepWritev(fd, iovecs, 1, 0, 0);
    }

    static Preparation statxOfAnOpenFile(OperationScene at, int fd) {
        long path = at.text("");
        long statx = at.room(STATX_SIZE);
        return sqe -> sqe.prepStatx(fd, path, AT_EMPTY_PATH, STATX_BASIC_STATS, statx);
    }

    static Preparation fsetxattr(OperationScene at, int fd) {
        long name = at.text("user.scene");
        long value = at.room(ATTRIBUTE_BYTES);
        return sqe -> sqe.prepFsetxattr(fd, name, value, 0, ATTRIBUTE_BYTES);
    }

    static Preparation fgetxattr(OperationScene at, int fd) {
        long name = at.text("user.scene");
        long value = at.room(ATTRIBUTE_BYTES);
        return sqe -> sqe.prepFgetxattr(fd, name, value, ATTRIBUTE_BYTES);
    }

    static List<RingFuture> setxattr(OperationScene at) {
        long path = at.text(at.files.put("file"));
        long name = at.text("user.scene");
        long value = at.room(ATTRIBUTE_BYTES);
        return at.submit(at.of(OperationKind.SETXATTR, sqe -> sqe.prepSetxattr(name, value, path, 0, ATTRIBUTE_BYTES)));
    }

    static List<RingFuture> getxattr(OperationScene at) {
        long path = at.text(at.files.put("file"));
        long name = at.text("user.scene");
        long value = at.room(ATTRIBUTE_BYTES);
        return at.submit(at.of(OperationKind.GETXATTR, sqe -> sqe.prepGetxattr(name, value, path, ATTRIBUTE_BYTES)));
    }

    static List<RingFuture> writeAndFsync(OperationScene at) {
        int fd = at.file();
        return at.caller.pipeline(List.of(
                at.of(OperationKind.WRITE, sqe -> sqe.prepWrite(fd, at.address(), BYTES, 0)).bytes(BYTES),
                at.of(OperationKind.FSYNC, sqe -> sqe.prepFsync(fd, 0))));
    }

    static List<RingFuture> openat(OperationScene at) {
        long path = at.text(at.files.put("file"));
        return at.closing(at.submit(at.of(OperationKind.OPENAT, sqe -> sqe.prepOpenat(
                AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0))));
    }

    static List<RingFuture> openat2(OperationScene at) {
        long path = at.text(at.files.path("new"));
        long how = at.room(OPEN_HOW_SIZE);
        at.putLong(how, O_RDWR | O_CREAT | O_CLOEXEC);
        at.putLong(how + Long.BYTES, MODE);
        return at.closing(at.submit(at.of(OperationKind.OPENAT2, sqe -> sqe.prepOpenat2(AT_FDCWD, path, how))));
    }

    static List<RingFuture> readMakeAndSync(OperationScene at) {
        int fd = at.file();
        long path = at.text(at.files.path("other"));
        return at.caller.pipeline(List.of(
                at.of(OperationKind.READ, sqe -> sqe.prepRead(fd, at.address(), BYTES, 0)).bytes(BYTES),
                at.of(OperationKind.MKDIRAT, sqe -> sqe.prepMkdirat(AT_FDCWD, path, MODE)),
                at.of(OperationKind.FSYNC, sqe -> sqe.prepFsync(fd, 0))));
    }

    static List<RingFuture> statx(OperationScene at) {
        long path = at.text(at.files.put("file"));
        long statx = at.room(STATX_SIZE);
        return at.submit(at.of(OperationKind.STATX, sqe -> sqe.prepStatx(
                AT_FDCWD, path, 0, STATX_BASIC_STATS, statx)));
    }

    static List<RingFuture> renameat(OperationScene at) {
        long from = at.text(at.files.put("file"));
        long to = at.text(at.files.path("renamed"));
        return at.submit(at.of(OperationKind.RENAMEAT, sqe -> sqe.prepRenameat(AT_FDCWD, from, AT_FDCWD, to, 0)));
    }

    static List<RingFuture> unlinkat(OperationScene at) {
        long path = at.text(at.files.put("file"));
        return at.submit(at.of(OperationKind.UNLINKAT, sqe -> sqe.prepUnlinkat(AT_FDCWD, path, 0)));
    }

    static List<RingFuture> mkdirat(OperationScene at) {
        long path = at.text(at.files.path("directory"));
        return at.submit(at.of(OperationKind.MKDIRAT, sqe -> sqe.prepMkdirat(AT_FDCWD, path, MODE)));
    }

    static List<RingFuture> symlinkat(OperationScene at) {
        long target = at.text("nowhere");
        long path = at.text(at.files.path("symlink"));
        return at.submit(at.of(OperationKind.SYMLINKAT, sqe -> sqe.prepSymlinkat(target, AT_FDCWD, path)));
    }

    static List<RingFuture> linkat(OperationScene at) {
        long from = at.text(at.files.put("file"));
        long to = at.text(at.files.path("link"));
        return at.submit(at.of(OperationKind.LINKAT, sqe -> sqe.prepLinkat(AT_FDCWD, from, AT_FDCWD, to, 0)));
    }

    static Preparation spliceOfAFile(OperationScene at, int fd) {
        int pipe = at.pipe()[1];
        return sqe -> sqe.prepSplice(fd, 0, pipe, -1, BYTES, 0);
    }

    static List<RingFuture> spliceOfAPipe(OperationScene at) {
        int from = at.pipeThatWakes();
        int to = at.pipe()[1];
        return at.submit(at.of(OperationKind.SPLICE, sqe -> sqe.prepSplice(from, -1, to, -1, BYTES, 0)));
    }

    static List<RingFuture> tee(OperationScene at) {
        int from = at.pipeThatWakes();
        int to = at.pipe()[1];
        return at.submit(at.of(OperationKind.TEE, sqe -> sqe.prepTee(from, to, BYTES, 0)));
    }

    static List<RingFuture> pipe(OperationScene at) {
        long fds = at.room(2 * Integer.BYTES);
        List<RingFuture> futures = at.submit(at.of(OperationKind.PIPE, sqe -> sqe.prepPipe(fds, O_CLOEXEC)));
        futures.get(0).addListener(done -> {
            if (done.isSuccess()) {
                at.kernel.close(at.getInt(fds));
                at.kernel.close(at.getInt(fds + Integer.BYTES));
            }
        });
        return futures;
    }
}
