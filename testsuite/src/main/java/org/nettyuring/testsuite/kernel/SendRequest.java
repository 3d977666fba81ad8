// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.Arrays;
import java.util.List;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SocketConstants;

/**
 * {@code SEND}, {@code SENDMSG}, {@code WRITE}, {@code WRITEV} and their zero-copy forms on a stream socket. A
 * zero-copy send has two completions, and reads the memory until the second.
 */
final class SendRequest extends Request {
    private static final long LATEST_NOTIF_NS = 50_000_000;
    private static final int APOLL_MAX_RETRY = 128;

    private final FakeSocket socket;
    private final List<MemoryRange> segments;
    private final int totalBytes;
    private final boolean waitAll;
    private final boolean dontWait;
    private final boolean zeroCopy;
    private final boolean segmentsHaveFlags;
    private final ScmRights rights;
    private int sent;
    private int vainTries;
    private boolean awaitsNotif;
    /** What the zero-copy memory must still hold at the notification. */
    private byte[] sentBytes;

    SendRequest(FakeRing ring, SubmittedSqe sqe, FakeSocket socket, Segments segments) {
        super(ring, sqe, socket);
        this.socket = socket;
        this.segments = segments.ranges();
        totalBytes = Math.toIntExact(segments.totalBytes());
        segmentsHaveFlags = segments.hasMessageFlags();
        int flags = segmentsHaveFlags ? sqe.opFlags() : 0;
        waitAll = (flags & SocketConstants.MSG_WAITALL) != 0;
        dontWait = (flags & SocketConstants.MSG_DONTWAIT) != 0;
        zeroCopy = sqe.opcode() == IoUringConstants.IORING_OP_SEND_ZC
                || sqe.opcode() == IoUringConstants.IORING_OP_SENDMSG_ZC;
        rights = segments.rights();
        segments.pinAll(this);
    }

    @Override
    int interest() {
        return awaitsNotif ? 0 : Poll.POLLOUT;
    }

    @Override
    boolean skipsFirstTry() {
        return segmentsHaveFlags && sqe.hasPrio(IoUringConstants.IORING_RECVSEND_POLL_FIRST);
    }

    /** A cancel behind a send in one submission is how to send what can be sent at once. */
    @Override
    boolean mayBeDelayed() {
        return false;
    }

    @Override
    boolean isCancellable() {
        return !awaitsNotif;
    }

    /** Its poll for room tells of the peer's end at once, again and again, until Linux gives up (seen on 6.18). */
    @Override
    boolean occupiesThread() {
        return !awaitsNotif && (socket.readiness() & (Poll.POLLOUT | Poll.POLLRDHUP)) == Poll.POLLRDHUP;
    }

    /** Until Linux gives up it tries in each enter; that enters and cancels alternate is taken for granted. */
    @Override
    boolean escapesCancel() {
        return occupiesThread() && ++vainTries < APOLL_MAX_RETRY;
    }

    @Override
    Object orderKey() {
        return this;
    }

    @Override
    void attempt() {
        if (awaitsNotif) {
            return;
        }
        if (zeroCopy && socket.family == SocketConstants.AF_UNIX) {
            complete(-Errno.EOPNOTSUPP);
            return;
        }
        if (sent == 0 && kernel.plan().fires(Fault.SEND_EAGAIN)) {
            complete(-Errno.EAGAIN);
            return;
        }
        if (sent == 0 && kernel.plan().fires(Fault.SEND_EINTR)) {
            complete(-Errno.EINTR);
            return;
        }
        while (sendOnce()) {
            if (sent == totalBytes || !waitAll) {
                complete(sent);
                return;
            }
        }
    }

    /** Whether bytes were sent. */
    private boolean sendOnce() {
        int room = socket.sendable();
        if (room == FakeSocket.AGAIN) {
            if (dontWait) {
                complete(sent > 0 ? sent : -Errno.EAGAIN);
            }
            return false;
        }
        if (room < 0) {
            complete(sent > 0 ? sent : room);
            return false;
        }
        List<FakeFile> files = rights == null || sent > 0 ? List.of() : rights.files();
        if (files == null) {
            complete(-Errno.EBADF);
            return false;
        }
        int length = Math.min(room, totalBytes - sent);
        if (length > 1 && !waitAll && kernel.plan().fires(Fault.SHORT_SEND)) {
            length = 1 + kernel.plan().below(length - 1);
        }
        socket.put(gather(sent, length), 0, length, files);
        sent += length;
        return true;
    }

    @Override
    void onCancelled() {
        if (!awaitsNotif) {
            complete(sent > 0 ? sent : -Errno.ECANCELED);
        }
    }

    private void complete(int res) {
        boolean notifies = zeroCopy && (res >= 0 || res == -Errno.EOPNOTSUPP || kernel.plan().coin());
        if (!notifies) {
            end(res, 0);
            return;
        }
        awaitsNotif = true;
        sentBytes = gather(0, sent);
        ring.post(sqe.userData(), res, IoUringConstants.IORING_CQE_F_MORE);
        long delayNs = kernel.plan().fires(Fault.LATE_NOTIF) ? 1 + kernel.plan().below((int) LATEST_NOTIF_NS) : 0;
        kernel.clock().schedule(kernel.clock().nowNs() + delayNs, () -> ring.addTaskWork(this, this::notifyUser));
    }

    private void notifyUser() {
        if (isEnded()) {
            return;
        }
        kernel.validator().checkPinned(this);
        if (!Arrays.equals(sentBytes, gather(0, sent))) {
            throw kernel.failure("memory of a zero-copy send was written before its F_NOTIF: " + this);
        }
        boolean reports = sqe.hasPrio(IoUringConstants.IORING_SEND_ZC_REPORT_USAGE);
        end(reports ? IoUringConstants.IORING_NOTIF_USAGE_ZC_COPIED : 0, IoUringConstants.IORING_CQE_F_NOTIF);
    }

    private byte[] gather(int from, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        long skip = from;
        int filled = 0;
        for (MemoryRange segment : segments) {
            long length = Math.min(segment.lengthBytes() - skip, lengthBytes - filled);
            if (length > 0) {
                byte[] part = kernel.memory().read(segment.address() + skip, (int) length);
                System.arraycopy(part, 0, bytes, filled, part.length);
                filled += part.length;
            }
            skip = Math.max(0, skip - segment.lengthBytes());
        }
        return bytes;
    }
}
