// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.LinuxConstants;

/**
 * {@code SPLICE} of a file, or of a pipe that blocks, into a pipe with room, and {@code TEE} from pipe to pipe. Linux
 * has a worker wait for the pipe; one that is cancelled there is interrupted.
 */
final class SpliceRequest extends Request {
    /** What a worker's interrupted wait lets out (seen on 6.18). */
    private static final int ERESTARTSYS = 512;

    private final FakePipe target;

    SpliceRequest(FakeRing ring, SubmittedSqe sqe, FakeFile source, FakeFile target) {
        super(ring, sqe, source);
        boolean fromFile = source instanceof FakeRegularFile && sqe.opcode() == IoUringConstants.IORING_OP_SPLICE;
        boolean fromPipe = source instanceof FakePipe pipe && pipe.isReadEnd() && !pipe.isNonBlocking();
        if (!fromFile && !fromPipe || !(target instanceof FakePipe into) || into.isReadEnd()
                || (sqe.opFlags() & LinuxConstants.SPLICE_F_NONBLOCK) != 0) {
            throw kernel.failure("not played: " + sqe + " from " + source + " to " + target);
        }
        this.target = into;
        into.retain();
    }

    @Override
    int interest() {
        return Poll.POLLIN;
    }

    @Override
    void attempt() {
        if (target.room() == 0) {
            throw kernel.failure("not played: to a full pipe: " + this);
        }
        int most = Math.min(sqe.len(), target.room());
        byte[] bytes;
        if (file instanceof FakeRegularFile regular) {
            if (regular.inode.isBlocked()) {
                return;
            }
            int fault = FileRequest.fault(kernel.plan(), false);
            if (fault != 0) {
                end(fault, 0);
                return;
            }
            bytes = regular.inode.read(sqe.addr(), most);
        } else {
            FakePipe pipe = (FakePipe) file;
            if (pipe.readableBytes() == 0 && !pipe.isAtEnd()) {
                return;
            }
            int length = Math.min(most, pipe.readableBytes());
            bytes = sqe.opcode() == IoUringConstants.IORING_OP_TEE ? pipe.look(length) : pipe.take(length);
        }
        target.put(bytes);
        end(bytes.length, 0);
    }

    @Override
    void onCancelled() {
        end(switch (kernel.plan().below(3)) {
            case 0 -> -Errno.EINTR;
            case 1 -> -ERESTARTSYS;
            default -> -Errno.ECANCELED;
        }, 0);
    }

    @Override
    void onEnd() {
        target.release();
    }
}
