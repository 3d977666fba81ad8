// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_FGETXATTR;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FSETXATTR;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_GETXATTR;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SETXATTR;

import org.nettyuring.abi.Errno;

/** Extended attributes, of a path or of an open file. Names and the value to set are read with the entry. */
final class AttributeRequest extends FileSystemRequest {
    private final String name;
    private final FakeInode inode;
    private final byte[] value;

    AttributeRequest(FakeRing ring, SubmittedSqe sqe, FakeRegularFile open) {
        super(ring, sqe, open);
        name = PathName.read(kernel, sqe.addr(), sqe);
        inode = open != null ? open.inode : kernel.fileSystem().get(PathName.read(kernel, sqe.addr3(), sqe));
        kernel.validator().checkLive(sqe.off(), sqe.len(), "value", sqe);
        boolean sets = sqe.opcode() == IORING_OP_SETXATTR || sqe.opcode() == IORING_OP_FSETXATTR;
        value = sets ? kernel.memory().read(sqe.off(), sqe.len()) : null;
        if (!sets) {
            pin(sqe.off(), sqe.len(), "value");
        }
    }

    static boolean plays(int opcode) {
        return switch (opcode) {
            case IORING_OP_SETXATTR, IORING_OP_FSETXATTR, IORING_OP_GETXATTR, IORING_OP_FGETXATTR -> true;
            default -> false;
        };
    }

    @Override
    void attemptUnheld() {
        int fault = FileRequest.fault(kernel.plan(), value != null);
        end(fault != 0 ? fault : inode == null ? -Errno.ENOENT : run(), 0);
    }

    private int run() {
        if (value != null) {
            inode.attributes.put(name, value);
            return 0;
        }
        byte[] stored = inode.attributes.get(name);
        if (stored == null) {
            return -Errno.ENODATA;
        }
        if (stored.length > sqe.len()) {
            return sqe.len() == 0 ? stored.length : -Errno.ERANGE;
        }
        kernel.memory().write(sqe.off(), stored, 0, stored.length);
        return stored.length;
    }
}
