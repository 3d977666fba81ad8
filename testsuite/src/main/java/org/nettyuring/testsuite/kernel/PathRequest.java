// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_LINKAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_MKDIRAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_OPENAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_OPENAT2;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_RENAMEAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_STATX;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SYMLINKAT;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_UNLINKAT;

import java.nio.ByteBuffer;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;

/**
 * {@code OPENAT}, {@code OPENAT2}, {@code STATX}, {@code RENAMEAT}, {@code UNLINKAT}, {@code MKDIRAT}, {@code LINKAT}
 * and {@code SYMLINKAT}. Paths and {@code open_how} are read while the SQE is submitted. Offsets of {@code struct
 * statx} are written down here a second time on purpose.
 */
final class PathRequest extends FileSystemRequest {
    /** What of the kernel's own errors gets out of a cancelled open. */
    private static final int ERESTARTSYS = 512;
    private static final int STATX_SIZE = 256;

    private final String path;
    private final String newPath;
    private final OpenArguments how;

    PathRequest(FakeRing ring, SubmittedSqe sqe) {
        super(ring, sqe, null);
        path = PathName.read(kernel, sqe.addr(), sqe);
        newPath = hasTwo() ? PathName.read(kernel, sqe.off(), sqe) : "";
        how = switch (sqe.opcode()) {
            case IORING_OP_OPENAT2 -> {
                kernel.validator().checkLive(sqe.off(), OpenArguments.SIZE, "open_how", sqe);
                yield OpenArguments.read(kernel.memory(), sqe.off());
            }
            case IORING_OP_OPENAT -> new OpenArguments(sqe.opFlags(), sqe.len(), 0);
            default -> null;
        };
        if (sqe.opcode() == IORING_OP_STATX) {
            kernel.validator().checkLive(sqe.off(), STATX_SIZE, "statx", sqe);
            pin(sqe.off(), STATX_SIZE, "statx");
        }
    }

    private boolean hasTwo() {
        return switch (sqe.opcode()) {
            case IORING_OP_RENAMEAT, IORING_OP_LINKAT, IORING_OP_SYMLINKAT -> true;
            default -> false;
        };
    }

    @Override
    void attemptUnheld() {
        if (!ring.takesWorker(this)) {
            return;
        }
        int fault = FileRequest.fault(kernel.plan(), sqe.opcode() != IORING_OP_STATX);
        if (fault == -Errno.EINTR && kernel.plan().coin()) {
            fault = -ERESTARTSYS;
        }
        end(fault != 0 ? fault : run(), 0);
    }

    private int run() {
        FakeFileSystem files = kernel.fileSystem();
        return switch (sqe.opcode()) {
            case IORING_OP_OPENAT, IORING_OP_OPENAT2 -> files.open(path, how);
            case IORING_OP_STATX -> statx(files);
            case IORING_OP_RENAMEAT -> files.rename(path, newPath);
            case IORING_OP_MKDIRAT -> files.mkdir(path);
            case IORING_OP_LINKAT -> files.link(path, newPath);
            case IORING_OP_SYMLINKAT -> files.symlink(newPath);
            case IORING_OP_UNLINKAT -> (sqe.opFlags() & LinuxConstants.AT_REMOVEDIR) != 0
                    ? files.rmdir(path) : files.unlink(path);
            default -> throw kernel.failure("not played: " + sqe);
        };
    }

    private int statx(FakeFileSystem files) {
        FakeInode inode = files.get(path);
        if (path.isEmpty() && (sqe.opFlags() & LinuxConstants.AT_EMPTY_PATH) != 0) {
            if (!(kernel.descriptors().get(sqe.fd()) instanceof FakeRegularFile open)) {
                return -Errno.EBADF;
            }
            inode = open.inode;
        }
        if (inode == null) {
            return -Errno.ENOENT;
        }
        ByteBuffer statx = kernel.memory().view(sqe.off(), STATX_SIZE);
        statx.put(0, new byte[STATX_SIZE]);
        statx.putInt(0, LinuxConstants.STATX_BASIC_STATS | LinuxConstants.STATX_DIOALIGN);
        statx.putShort(28, (short) (inode.mode | 0x8000));
        statx.putLong(32, inode.number);
        statx.putLong(40, inode.size());
        statx.putLong(48, (inode.size() + FileRequest.SECTOR_BYTES - 1) / FileRequest.SECTOR_BYTES);
        statx.putInt(152, FileRequest.SECTOR_BYTES);
        statx.putInt(156, FileRequest.SECTOR_BYTES);
        return 0;
    }
}
