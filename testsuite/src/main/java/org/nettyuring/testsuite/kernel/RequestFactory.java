// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SocketConstants;

/** Makes a request of an entry and issues it; operations that never wait complete at once. */
final class RequestFactory {
    private final FakeKernel kernel;
    private final FakeRing ring;
    private final SubmittedSqe sqe;
    /** What the entry is a link of; null for most. */
    private final SqeChain chain;

    RequestFactory(FakeRing ring, SubmittedSqe sqe) {
        this(ring, sqe, null);
    }

    RequestFactory(FakeRing ring, SubmittedSqe sqe, SqeChain chain) {
        this.ring = ring;
        this.sqe = sqe;
        this.chain = chain;
        kernel = ring.kernel;
    }

    void issue() {
        kernel.trace("sqe %s", sqe);
        if (!kernel.persona().knowsOpcode(sqe.opcode())) {
            ring.post(sqe.userData(), -Errno.EINVAL, 0);
            return;
        }
        kernel.validator().check(sqe);
        if (chain == null) { // else it was checked when it came
            kernel.validator().checkUserData(ring, sqe);
        }
        switch (sqe.opcode()) {
            case IoUringConstants.IORING_OP_NOP ->
                    complete((sqe.opFlags() & IoUringConstants.IORING_NOP_INJECT_RESULT) != 0 ? sqe.len() : 0);
            case IoUringConstants.IORING_OP_ASYNC_CANCEL ->
                    complete(new Cancellation(ring, sqe.addr(), sqe.fd(), sqe.opFlags(), sqe.len()).run());
            case IoUringConstants.IORING_OP_TIMEOUT -> start(new TimeoutRequest(ring, sqe));
            case IoUringConstants.IORING_OP_TIMEOUT_REMOVE -> complete(timeoutRemove());
            case IoUringConstants.IORING_OP_POLL_REMOVE -> complete(new Cancellation(ring, sqe.addr(), -1, 0, 0).run());
            case IoUringConstants.IORING_OP_MSG_RING -> complete(new RingMessage(kernel, sqe).sendUnlessRefused());
            case IoUringConstants.IORING_OP_LINK_TIMEOUT -> complete(-Errno.EINVAL); // of nothing
            case IoUringConstants.IORING_OP_CLOSE -> complete(kernel.files().close(sqe.fd()));
            case IoUringConstants.IORING_OP_OPENAT,
                    IoUringConstants.IORING_OP_OPENAT2,
                    IoUringConstants.IORING_OP_STATX,
                    IoUringConstants.IORING_OP_RENAMEAT,
                    IoUringConstants.IORING_OP_UNLINKAT,
                    IoUringConstants.IORING_OP_MKDIRAT,
                    IoUringConstants.IORING_OP_LINKAT,
                    IoUringConstants.IORING_OP_SYMLINKAT -> start(new PathRequest(ring, sqe));
            case IoUringConstants.IORING_OP_SETXATTR,
                    IoUringConstants.IORING_OP_GETXATTR -> start(new AttributeRequest(ring, sqe, null));
            case IoUringConstants.IORING_OP_FUTEX_WAIT,
                    IoUringConstants.IORING_OP_FUTEX_WAITV -> start(new FutexRequest(ring, sqe));
            case IoUringConstants.IORING_OP_FUTEX_WAKE -> complete(FutexRequest.wake(ring, sqe.addr(), sqe.off()));
            case IoUringConstants.IORING_OP_SPLICE, IoUringConstants.IORING_OP_TEE -> splice();
            case IoUringConstants.IORING_OP_SOCKET,
                    IoUringConstants.IORING_OP_BIND,
                    IoUringConstants.IORING_OP_LISTEN,
                    IoUringConstants.IORING_OP_PIPE,
                    IoUringConstants.IORING_OP_MADVISE -> complete(new CallByEntry(kernel, sqe).run());
            default -> issueOnFile();
        }
    }

    private void splice() {
        FakeFile source = kernel.descriptors().get(sqe.fileIndex());
        FakeFile target = kernel.descriptors().get(sqe.fd());
        if (source == null || target == null) {
            complete(-Errno.EBADF);
        } else {
            start(new SpliceRequest(ring, sqe, source, target));
        }
    }

    private void issueOnFile() {
        FakeFile file = kernel.descriptors().get(sqe.fd());
        if (file == null) {
            // -1 is nobody's descriptor: that is how capabilities are tried.
            if (sqe.fd() != -1 && !kernel.validator().badDescriptorsAllowed()) {
                throw kernel.failure("fd is not open: " + sqe);
            }
            complete(-Errno.EBADF);
        } else if (sqe.opcode() == IoUringConstants.IORING_OP_POLL_ADD) {
            start(new PollRequest(ring, sqe, file));
        } else if (file instanceof FakeRegularFile regular) {
            start(AttributeRequest.plays(sqe.opcode()) ? new AttributeRequest(ring, sqe, regular)
                    : new FileRequest(ring, sqe, regular));
        } else if (file instanceof FakeEventFd eventFd) {
            issueOnEventFd(eventFd);
        } else if (file instanceof FakeSocket socket) {
            issueOnSocket(socket);
        } else if (file instanceof FakeDatagramSocket socket) {
            issueOnDatagramSocket(socket);
        } else {
            throw kernel.failure("not played: " + sqe + " on " + file);
        }
    }

    private void issueOnEventFd(FakeEventFd eventFd) {
        if (sqe.opcode() == IoUringConstants.IORING_OP_READ) {
            start(new EventFdReadRequest(ring, sqe, eventFd));
        } else if (sqe.opcode() == IoUringConstants.IORING_OP_WRITE && sqe.len() == Long.BYTES) {
            kernel.validator().checkLive(sqe.addr(), Long.BYTES, "buffer", sqe);
            eventFd.add(kernel.memory().getLong(sqe.addr()));
            complete(Long.BYTES);
        } else {
            throw kernel.failure("not played: " + sqe + " on " + eventFd);
        }
    }

    private void issueOnSocket(FakeSocket socket) {
        switch (sqe.opcode()) {
            case IoUringConstants.IORING_OP_RECV,
                    IoUringConstants.IORING_OP_RECVMSG,
                    IoUringConstants.IORING_OP_READ,
                    IoUringConstants.IORING_OP_READV -> {
                checkRecvFlags();
                start(new RecvRequest(ring, sqe, socket, new Segments(kernel, sqe)));
            }
            case IoUringConstants.IORING_OP_SENDMSG -> sendMessage(socket);
            case IoUringConstants.IORING_OP_SEND,
                    IoUringConstants.IORING_OP_SEND_ZC,
                    IoUringConstants.IORING_OP_SENDMSG_ZC,
                    IoUringConstants.IORING_OP_WRITE,
                    IoUringConstants.IORING_OP_WRITEV -> send(socket);
            case IoUringConstants.IORING_OP_ACCEPT -> start(new AcceptRequest(ring, sqe, socket));
            case IoUringConstants.IORING_OP_CONNECT -> start(new ConnectRequest(ring, sqe, socket));
            case IoUringConstants.IORING_OP_SHUTDOWN -> complete(socket.shutdown(sqe.len()));
            default -> throw kernel.failure("not played: " + sqe + " on " + socket);
        }
    }

    private void sendMessage(FakeSocket socket) {
        if (sqe.opFlags() == SocketConstants.MSG_FASTOPEN) {
            start(new FastOpenRequest(ring, sqe, socket));
        } else {
            send(socket);
        }
    }

    private void send(FakeSocket socket) {
        checkSendFlags();
        start(new SendRequest(ring, sqe, socket, new Segments(kernel, sqe)));
    }

    private void issueOnDatagramSocket(FakeDatagramSocket socket) {
        boolean selects = sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT);
        boolean multishot = sqe.hasPrio(IoUringConstants.IORING_RECV_MULTISHOT);
        if ((sqe.ioprio() & ~IoUringConstants.IORING_RECV_MULTISHOT) != 0 || selects != multishot) {
            throw kernel.failure("not played: ioprio 0x" + Integer.toHexString(sqe.ioprio()) + ": " + sqe);
        }
        switch (sqe.opcode()) {
            case IoUringConstants.IORING_OP_RECVMSG -> {
                checkMessageFlags(MessageFlags.RECV);
                start(new RecvMsgRequest(ring, sqe, socket));
            }
            case IoUringConstants.IORING_OP_SEND, IoUringConstants.IORING_OP_SENDMSG -> {
                checkMessageFlags(MessageFlags.SEND);
                start(new SendMsgRequest(ring, sqe, socket));
            }
            default -> throw kernel.failure("not played: " + sqe + " on " + socket);
        }
    }

    private void checkRecvFlags() {
        int played = IoUringConstants.IORING_RECV_MULTISHOT | IoUringConstants.IORING_RECVSEND_POLL_FIRST;
        boolean selects = sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT);
        if ((sqe.ioprio() & ~played) != 0) {
            throw kernel.failure("not played: ioprio 0x" + Integer.toHexString(sqe.ioprio()) + ": " + sqe);
        }
        if (sqe.hasPrio(IoUringConstants.IORING_RECV_MULTISHOT) && !selects) {
            throw kernel.failure("multishot without IOSQE_BUFFER_SELECT is EINVAL: " + sqe);
        }
        if (selects && (sqe.addr() != 0 || sqe.opcode() != IoUringConstants.IORING_OP_RECV)) {
            throw kernel.failure("not played: buffer selection with an address: " + sqe);
        }
        checkMessageFlags(MessageFlags.RECV);
    }

    private void checkSendFlags() {
        int played = IoUringConstants.IORING_RECVSEND_POLL_FIRST | IoUringConstants.IORING_SEND_ZC_REPORT_USAGE
                | IoUringConstants.IORING_SEND_VECTORIZED;
        if ((sqe.ioprio() & ~played) != 0 || sqe.hasFlag(IoUringConstants.IOSQE_BUFFER_SELECT)) {
            throw kernel.failure("not played: ioprio 0x" + Integer.toHexString(sqe.ioprio()) + ": " + sqe);
        }
        if (sqe.opcode() == IoUringConstants.IORING_OP_SEND && (sqe.off() != 0 || sqe.fileIndex() != 0)) {
            throw kernel.failure("not played: an address with a send on a stream: " + sqe);
        }
        checkMessageFlags(MessageFlags.SEND);
    }

    private void checkMessageFlags(int played) {
        if ((sqe.opFlags() & ~played) != 0) {
            throw kernel.failure("not played: msg_flags 0x" + Integer.toHexString(sqe.opFlags()) + ": " + sqe);
        }
    }

    private int timeoutRemove() {
        for (Request request : ring.inFlight()) {
            if (request instanceof TimeoutRequest timeout && request.sqe.userData() == sqe.addr()) {
                if (!request.isCancellable() || request.isCancelled()) {
                    return -Errno.EALREADY;
                }
                if ((sqe.opFlags() & IoUringConstants.IORING_TIMEOUT_UPDATE) != 0) {
                    timeout.update(sqe);
                } else {
                    request.cancel(false);
                }
                return 0;
            }
        }
        return -Errno.ENOENT;
    }

    private void start(Request request) {
        kernel.validator().checkNew(request);
        if (chain != null) {
            request.linkedBy(chain);
            chain.waitsFor(request);
        }
        request.issue();
    }

    private void complete(int res) {
        if (res < 0 || !sqe.hasFlag(IoUringConstants.IOSQE_CQE_SKIP_SUCCESS)) {
            ring.post(sqe.userData(), res, 0);
        }
        if (chain != null) {
            chain.completed(res);
        }
    }
}
