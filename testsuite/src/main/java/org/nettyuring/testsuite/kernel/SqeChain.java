// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/**
 * Entries that are linked, of one submit: the next begins when the one before has ended, and a failure, or a short
 * transfer, cancels the rest unless the link is a hard one. A chain ends with the submit, finished or not. Used under
 * the kernel's lock.
 */
final class SqeChain {
    private static final int LINKS = IoUringConstants.IOSQE_IO_LINK | IoUringConstants.IOSQE_IO_HARDLINK;

    private final FakeRing ring;
    private final FakeKernel kernel;
    /** Not begun. */
    private final Deque<Request> waiting = new ArrayDeque<>();
    private SubmittedSqe running;
    /** Null while the running one is an entry that never waits. */
    private Request request;
    private LinkTimeoutRequest limit;
    private boolean refused;

    SqeChain(FakeRing ring) {
        this.ring = ring;
        kernel = ring.kernel;
    }

    static boolean continues(SubmittedSqe sqe) {
        return (sqe.flags() & LINKS) != 0;
    }

    /** Takes an entry; what cannot be begun spoils the chain. */
    void add(SubmittedSqe sqe) {
        kernel.trace("linked sqe %s", sqe);
        boolean isLimit = sqe.opcode() == IoUringConstants.IORING_OP_LINK_TIMEOUT;
        boolean misplaced = isLimit && (waiting.isEmpty() || waiting.getLast() instanceof LinkTimeoutRequest);
        if (!kernel.persona().knowsOpcode(sqe.opcode()) || misplaced) {
            refused = true;
            ring.post(sqe.userData(), -Errno.EINVAL, 0);
            return;
        }
        kernel.validator().check(sqe);
        kernel.validator().checkUserData(ring, sqe);
        Request link = isLimit ? new LinkTimeoutRequest(ring, sqe) : new LinkedRequest(ring, sqe);
        kernel.validator().checkNew(link);
        ring.started(link);
        waiting.add(link);
    }

    /** No entry comes any more. */
    void start() {
        if (refused) {
            cancelRest();
        } else {
            next();
        }
    }

    private void next() {
        Request link = waiting.poll();
        if (link == null || link.isEnded()) {
            return; // the ring is closed
        }
        link.finish();
        running = link.sqe;
        request = null;
        limit = waiting.peek() instanceof LinkTimeoutRequest ? (LinkTimeoutRequest) waiting.poll() : null;
        new RequestFactory(ring, link.sqe, this).issue();
        if (limit != null && request != null && !request.isEnded()) {
            limit.arm(request);
        }
    }

    /** The running one may wait. */
    void waitsFor(Request newRequest) {
        request = newRequest;
    }

    /** The running one is over. */
    void completed(int res) {
        if (limit != null) {
            limit.disarm();
            limit = null;
        }
        if (fails(res) && !running.hasFlag(IoUringConstants.IOSQE_IO_HARDLINK)) {
            ring.addTaskWork(this, this::cancelRest);
        } else if (!waiting.isEmpty()) {
            ring.addTaskWork(this, this::next);
        }
    }

    private boolean fails(int res) {
        return res < 0 || switch (running.opcode()) {
            case IoUringConstants.IORING_OP_READ, IoUringConstants.IORING_OP_WRITE -> res != running.len();
            case IoUringConstants.IORING_OP_RECV, IoUringConstants.IORING_OP_SEND ->
                    (running.opFlags() & MessageFlags.WAITALL) != 0 && res != running.len();
            default -> false;
        };
    }

    private void cancelRest() {
        for (Request link = waiting.poll(); link != null; link = waiting.poll()) {
            if (!link.isEnded()) {
                link.end(-Errno.ECANCELED, 0);
            }
        }
    }

    /** An entry whose turn has not come: no cancel finds it. */
    private static final class LinkedRequest extends Request {
        LinkedRequest(FakeRing ring, SubmittedSqe sqe) {
            super(ring, sqe, null);
        }

        @Override
        void attempt() {
            throw kernel.failure("fake kernel: its turn has not come: " + this);
        }

        @Override
        boolean isCancellable() {
            return false;
        }
    }
}
