// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.nettyuring.abi.IoUringConstants.IORING_OP_FADVISE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FALLOCATE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FSYNC;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_FTRUNCATE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_READ_FIXED;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SYNC_FILE_RANGE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITE;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITEV;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_WRITE_FIXED;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.LinuxConstants;

/**
 * An operation on an open regular file. They keep no order among each other, and each takes a worker thread, as if
 * nothing were cached. A selected buffer is taken before the
 * bytes are there, so that the completion has it even if there are none.
 */
final class FileRequest extends Request {
    static final int SECTOR_BYTES = 512;

    private final FakeRegularFile regular;
    private final List<MemoryRange> segments;

    FileRequest(FakeRing ring, SubmittedSqe sqe, FakeRegularFile regular) {
        super(ring, sqe, regular);
        this.regular = regular;
        segments = isTransfer() ? new Segments(kernel, sqe).ranges() : List.of();
        if (sqe.opcode() == IORING_OP_READ_FIXED || sqe.opcode() == IORING_OP_WRITE_FIXED) {
            checkRegistered();
        }
        if (regular.direct && isTransfer()) {
            checkAlignment();
        }
        pinned.addAll(segments);
    }

    /** Linux says EINVAL; the library should not have asked. */
    private void checkAlignment() {
        if (sqe.off() % SECTOR_BYTES != 0 || !segments.stream().allMatch(segment ->
                segment.address() % SECTOR_BYTES == 0 && segment.lengthBytes() % SECTOR_BYTES == 0)) {
            throw kernel.failure("not aligned for O_DIRECT: " + sqe + " of " + segments);
        }
    }

    private boolean isTransfer() {
        return switch (sqe.opcode()) {
            case IORING_OP_READ, IORING_OP_READV, IORING_OP_READ_FIXED, IORING_OP_WRITE, IORING_OP_WRITEV,
                    IORING_OP_WRITE_FIXED -> true;
            default -> false;
        };
    }

    private void checkRegistered() {
        MemoryRange buffer = ring.registeredBuffers.get(sqe.bufIndex());
        long offset = buffer == null ? -1 : sqe.addr() - buffer.address();
        if (offset < 0 || offset + sqe.len() > buffer.lengthBytes()) {
            throw kernel.failure("not inside registered buffer " + sqe.bufIndex() + " (" + buffer + "): " + sqe);
        }
    }

    @Override
    boolean escapesCancel() {
        return regular.inode.isOnDisk();
    }

    @Override
    int interest() {
        return Poll.POLLIN;
    }

    @Override
    Object orderKey() {
        return this;
    }

    /** {@return what the plan has happen instead: an error, or 0} */
    static int fault(FaultPlan plan, boolean writes) {
        if (plan.fires(Fault.FILE_EINTR)) {
            return -Errno.EINTR;
        }
        if (plan.fires(Fault.FILE_EAGAIN)) {
            return -Errno.EAGAIN;
        }
        if (plan.fires(Fault.FILE_EIO)) {
            return -Errno.EIO;
        }
        return writes && plan.fires(Fault.FILE_ENOSPC) ? -Errno.ENOSPC : 0;
    }

    @Override
    void attempt() {
        if (!ring.takesWorker(this) || regular.inode.isBlocked()) {
            return;
        }
        boolean selects = sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT);
        boolean changes = switch (sqe.opcode()) {
            case IORING_OP_WRITE, IORING_OP_WRITEV, IORING_OP_WRITE_FIXED, IORING_OP_FALLOCATE -> true;
            default -> false;
        };
        if (selects) {
            readIntoSelected();
            return;
        }
        int fault = fault(kernel.plan(), changes);
        end(fault != 0 ? fault : run(), 0);
    }

    private int run() {
        return switch (sqe.opcode()) {
            case IORING_OP_READ, IORING_OP_READV, IORING_OP_READ_FIXED -> read();
            case IORING_OP_WRITE, IORING_OP_WRITEV, IORING_OP_WRITE_FIXED -> write();
            case IORING_OP_FSYNC, IORING_OP_SYNC_FILE_RANGE, IORING_OP_FADVISE -> 0;
            case IORING_OP_FALLOCATE -> fallocate();
            case IORING_OP_FTRUNCATE -> {
                regular.inode.size(sqe.off());
                yield regular.writes ? 0 : -Errno.EINVAL;
            }
            default -> throw kernel.failure("not played: " + sqe + " on " + regular);
        };
    }

    private int fallocate() {
        if (sqe.len() != 0) {
            return sqe.len() == LinuxConstants.FALLOC_FL_KEEP_SIZE ? 0 : -Errno.EOPNOTSUPP;
        }
        regular.inode.size(Math.max(regular.inode.size(), sqe.off() + sqe.addr()));
        return 0;
    }

    private int shortened(int length) {
        int unit = regular.direct ? SECTOR_BYTES : 1;
        int units = length / unit;
        return units > 1 && kernel.plan().fires(Fault.FILE_SHORT)
                ? unit * (1 + kernel.plan().below(units - 1)) : length;
    }

    private void readIntoSelected() {
        BufferGroup group = ring.bufferGroups.get(sqe.bufIndex());
        if (group == null || group.available() == 0 || kernel.plan().fires(Fault.NO_BUFFERS)) {
            end(-Errno.ENOBUFS, 0);
            return;
        }
        BufferGroup.Selected buffer = group.peek(0);
        int fault = fault(kernel.plan(), false);
        if (fault != 0) {
            end(fault, kernel.plan().coin() ? group.consume(0) : 0);
            return;
        }
        byte[] bytes = regular.inode.read(sqe.off(), Math.min(sqe.len(), buffer.lengthBytes()));
        int length = shortened(bytes.length);
        kernel.memory().write(buffer.address(), bytes, 0, length);
        end(length, group.consume(length));
    }

    private int read() {
        if (!regular.reads) {
            return -Errno.EBADF;
        }
        int room = (int) segments.stream().mapToLong(MemoryRange::lengthBytes).sum();
        byte[] bytes = regular.inode.read(sqe.off(), room);
        int length = shortened(bytes.length);
        int done = 0;
        for (MemoryRange segment : segments) {
            int part = (int) Math.min(segment.lengthBytes(), length - done);
            kernel.memory().write(segment.address(), bytes, done, part);
            done += part;
        }
        return length;
    }

    private int write() {
        if (!regular.writes) {
            return -Errno.EBADF;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (MemoryRange segment : segments) {
            bytes.writeBytes(kernel.memory().read(segment.address(), (int) segment.lengthBytes()));
        }
        boolean append = regular.appends || (sqe.opFlags() & LinuxConstants.RWF_APPEND) != 0;
        byte[] all = bytes.toByteArray();
        byte[] taken = Arrays.copyOf(all, shortened(all.length));
        regular.inode.write(append ? regular.inode.size() : sqe.off(), taken);
        return taken.length;
    }
}
