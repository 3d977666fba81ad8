// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.io.ByteArrayOutputStream;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SocketConstants;

/** {@code SEND} and {@code SENDMSG} of a datagram: whole, at once, or not at all. */
final class SendMsgRequest extends Request {
    private final FakeDatagramSocket socket;
    private final byte[] destination;
    private final boolean dontWait;

    SendMsgRequest(FakeRing ring, SubmittedSqe sqe, FakeDatagramSocket socket) {
        super(ring, sqe, socket);
        this.socket = socket;
        dontWait = (sqe.opFlags() & SocketConstants.MSG_DONTWAIT) != 0;
        if (sqe.opcode() == IoUringConstants.IORING_OP_SENDMSG) {
            MessageHead head = new MessageHead(kernel, sqe);
            destination = head.name();
            pinned.addAll(head.payload);
        } else {
            destination = sendToAddress();
            kernel.validator().checkLive(sqe.addr(), sqe.len(), "buffer", sqe);
            pin(sqe.addr(), sqe.len(), "buffer");
        }
        if (!dontWait) {
            throw kernel.failure("a datagram that waits in the kernel is sent without its payload: " + this);
        }
    }

    /** Copied while the entry is consumed. Null if it says none. */
    private byte[] sendToAddress() {
        if (sqe.addrLen() == 0) {
            return null;
        }
        kernel.validator().checkLive(sqe.off(), sqe.addrLen(), "address", sqe);
        return kernel.memory().read(sqe.off(), sqe.addrLen());
    }

    @Override
    boolean mayBeDelayed() {
        return false;
    }

    @Override
    Object orderKey() {
        return this;
    }

    @Override
    void attempt() {
        if (kernel.plan().fires(Fault.SEND_EINTR)) {
            end(-Errno.EINTR, 0);
            return;
        }
        int res = kernel.plan().fires(Fault.NO_SEND_ROOM) ? FakeSocket.AGAIN : socket.send(destination, payload());
        end(res == FakeSocket.AGAIN ? -Errno.EAGAIN : res, 0);
    }

    private byte[] payload() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (MemoryRange range : pinned) {
            bytes.writeBytes(kernel.memory().read(range.address(), (int) range.lengthBytes()));
        }
        return bytes.toByteArray();
    }
}
