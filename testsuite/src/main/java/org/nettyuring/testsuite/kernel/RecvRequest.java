// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SocketConstants;

/** {@code RECV}, {@code RECVMSG}, {@code READ} and {@code READV} on a stream socket. */
final class RecvRequest extends Request {
    /** Shots in a row before others get a turn. */
    private static final int FAIR_SHOTS = 32;

    private final FakeSocket socket;
    private final boolean multishot;
    private final boolean selectsBuffer;
    private final boolean dontWait;
    /** Where the bytes go without buffer selection. */
    private final List<MemoryRange> segments;
    private final ScmRights rights;
    /** Bytes after which a multishot ends; 0 for never. */
    private final long totalLimit;
    private long total;
    /** Tried before, and waits for something to happen. */
    private boolean waits;

    RecvRequest(FakeRing ring, SubmittedSqe sqe, FakeSocket socket, Segments segments) {
        super(ring, sqe, socket);
        this.socket = socket;
        boolean isRecv = sqe.opcode() == IoUringConstants.IORING_OP_RECV;
        multishot = isRecv && sqe.hasPrio(IoUringConstants.IORING_RECV_MULTISHOT);
        selectsBuffer = sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT);
        dontWait = segments.hasMessageFlags() && (sqe.opFlags() & SocketConstants.MSG_DONTWAIT) != 0;
        this.segments = segments.ranges();
        totalLimit = isRecv ? Integer.toUnsignedLong(sqe.fileIndex()) : 0;
        rights = segments.rights();
        segments.pinAll(this);
    }

    @Override
    int interest() {
        return Poll.POLLIN | Poll.POLLRDHUP;
    }

    @Override
    boolean skipsFirstTry() {
        return sqe.opcode() == IoUringConstants.IORING_OP_RECV
                && sqe.hasPrio(IoUringConstants.IORING_RECVSEND_POLL_FIRST);
    }

    @Override
    boolean isMultishot() {
        return multishot;
    }

    @Override
    void attempt() {
        boolean waited = waits;
        waits = true;
        for (int shot = 0; shot < FAIR_SHOTS; shot++) {
            if (!receiveOnce() || (socket.readiness() & Poll.POLLIN) == 0 || waited && missesEnd()) {
                return;
            }
        }
        waits = false;
        wake();
    }

    /** Only one that waited can: before it begins to wait, Linux looks whether there is something to wait for. */
    private boolean missesEnd() {
        return multishot && socket.hasUnannouncedEnd() && kernel.plan().fires(Fault.MISSED_END);
    }

    /** Whether to go on receiving. */
    private boolean receiveOnce() {
        BufferGroup group = null;
        if (selectsBuffer) {
            group = ring.bufferGroups.get(sqe.bufIndex());
            if (group == null || group.available() == 0 || kernel.plan().fires(Fault.NO_BUFFERS)) {
                end(-Errno.ENOBUFS, 0);
                return false;
            }
        }
        if (kernel.plan().fires(Fault.RECV_EINTR)) {
            end(-Errno.EINTR, 0);
            return false;
        }
        if (!selectsBuffer && kernel.plan().fires(Fault.RECV_ENOBUFS)) {
            end(-Errno.ENOBUFS, 0);
            return false;
        }
        if (total == 0 && kernel.plan().fires(Fault.RECV_ENOMEM)) { // it is short of memory for the request itself
            end(-Errno.ENOMEM, 0);
            return false;
        }
        if (kernel.plan().fires(Fault.CONNECTION_RESET)) {
            socket.receiveReset();
        }
        int readable = socket.receivable();
        if (readable == FakeSocket.AGAIN) {
            if (dontWait) {
                end(-Errno.EAGAIN, 0);
            }
            return false;
        }
        if (readable <= 0) {
            end(readable, 0);
            return false;
        }
        return deliver(group, readable);
    }

    private boolean deliver(BufferGroup group, int readable) {
        List<MemoryRange> target = segments;
        if (group != null) {
            BufferGroup.Selected selected = group.peek(0);
            int room = sqe.len() == 0 ? selected.lengthBytes() : Math.min(sqe.len(), selected.lengthBytes());
            target = List.of(new MemoryRange(selected.address(), room, "provided buffer " + selected.bid()));
        }
        int room = (int) Math.min(Integer.MAX_VALUE, target.stream().mapToLong(MemoryRange::lengthBytes).sum());
        int length = Math.min(readable, room);
        if (length > 1 && kernel.plan().fires(Fault.SHORT_RECV)) {
            length = 1 + kernel.plan().below(length - 1);
        }
        List<FakeFile> files = new ArrayList<>();
        scatter(target, socket.take(length, files));
        if (rights != null) {
            rights.install(files);
        } else {
            files.forEach(FakeFile::release);
        }
        int flags = group == null ? 0 : group.consume(length);
        if (socket.readableBytes() > 0) {
            flags |= IoUringConstants.IORING_CQE_F_SOCK_NONEMPTY;
        }
        total += length;
        boolean last = !multishot || totalLimit != 0 && total >= totalLimit;
        if (last || !postMore(length, flags)) {
            end(length, flags);
            return false;
        }
        return true;
    }

    private void scatter(List<MemoryRange> target, byte[] bytes) {
        int offset = 0;
        for (MemoryRange segment : target) {
            int length = (int) Math.min(segment.lengthBytes(), bytes.length - offset);
            if (length > 0) {
                kernel.validator().checkLive(segment.address(), length, segment.what(), sqe);
                kernel.memory().write(segment.address(), bytes, offset, length);
                offset += length;
            }
        }
    }
}
