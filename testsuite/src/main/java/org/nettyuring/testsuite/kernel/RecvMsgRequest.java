// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.RingLayouts.RecvmsgOut;
import org.nettyuring.abi.SocketConstants;

/**
 * {@code RECVMSG} on a datagram socket: one datagram into the caller's memory or, multishot, each into a provided
 * buffer behind a {@code struct io_uring_recvmsg_out}, the name and the control messages. As Linux 6.18 does, a buffer
 * too short for the header ends it with {@code -EFAULT}, one too short for the datagram cuts it, and an empty datagram
 * ends a multishot.
 */
final class RecvMsgRequest extends Request {
    /** Shots in a row before others get a turn. */
    private static final int FAIR_SHOTS = 32;

    private final FakeDatagramSocket socket;
    private final MessageHead head;
    private final boolean multishot;
    private final boolean dontWait;

    RecvMsgRequest(FakeRing ring, SubmittedSqe sqe, FakeDatagramSocket socket) {
        super(ring, sqe, socket);
        this.socket = socket;
        head = new MessageHead(kernel, sqe);
        multishot = sqe.hasPrio(IoUringConstants.IORING_RECV_MULTISHOT);
        dontWait = (sqe.opFlags() & SocketConstants.MSG_DONTWAIT) != 0;
        if (!multishot) {
            head.pin(this);
        }
    }

    @Override
    int interest() {
        return Poll.POLLIN | Poll.POLLERR;
    }

    @Override
    boolean isMultishot() {
        return multishot;
    }

    /** One that does not wait is over once it was tried. */
    @Override
    boolean mayBeDelayed() {
        return !dontWait;
    }

    @Override
    void attempt() {
        for (int shot = 0; shot < FAIR_SHOTS; shot++) {
            if (!receiveOnce() || (socket.readiness() & interest()) == 0) {
                return;
            }
        }
        wake();
    }

    /** Whether to go on receiving. */
    private boolean receiveOnce() {
        BufferGroup group = multishot ? ring.bufferGroups.get(sqe.bufIndex()) : null;
        if (multishot && (group == null || group.available() == 0 || kernel.plan().fires(Fault.NO_BUFFERS))) {
            end(-Errno.ENOBUFS, 0);
            return false;
        }
        if (kernel.plan().fires(Fault.RECV_EINTR)) {
            end(-Errno.EINTR, 0);
            return false;
        }
        if (!multishot && kernel.plan().fires(Fault.RECV_ENOBUFS)) {
            end(-Errno.ENOBUFS, 0);
            return false;
        }
        if (kernel.plan().fires(Fault.RECV_ENOMEM)) {
            end(-Errno.ENOMEM, 0);
            return false;
        }
        if (socket.hasPendingError()) {
            end(-socket.takePendingError(), 0);
            return false;
        }
        if (multishot && group.peek(0).lengthBytes() < headerBytes()) {
            end(-Errno.EFAULT, 0);
            return false;
        }
        FakeDatagramSocket.Datagram datagram = socket.take();
        if (datagram == null) {
            if (dontWait) {
                end(-Errno.EAGAIN, 0);
            }
            return false;
        }
        return multishot ? deliver(group, datagram) : deliver(datagram);
    }

    private int headerBytes() {
        return RecvmsgOut.SIZE + head.nameBytes + head.controlBytes;
    }

    private boolean deliver(BufferGroup group, FakeDatagramSocket.Datagram datagram) {
        BufferGroup.Selected buffer = group.peek(0);
        int length = Math.min(datagram.payload.length, buffer.lengthBytes() - headerBytes());
        byte[] message = new byte[headerBytes() + length];
        ByteBuffer out = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        out.putInt(RecvmsgOut.NAMELEN_OFFSET, datagram.sender.length);
        out.putInt(RecvmsgOut.PAYLOADLEN_OFFSET, length);
        out.putInt(RecvmsgOut.FLAGS_OFFSET, length < datagram.payload.length ? SocketConstants.MSG_TRUNC : 0);
        System.arraycopy(datagram.sender, 0, message, RecvmsgOut.SIZE,
                Math.min(head.nameBytes, datagram.sender.length));
        System.arraycopy(datagram.payload, 0, message, headerBytes(), length);
        kernel.memory().write(buffer.address(), message, 0, message.length);
        int flags = group.consume(message.length);
        if (length == 0 || !postMore(message.length, flags)) {
            end(message.length, flags);
            return false;
        }
        return true;
    }

    private boolean deliver(FakeDatagramSocket.Datagram datagram) {
        int done = 0;
        for (MemoryRange range : head.payload) {
            int length = (int) Math.min(range.lengthBytes(), datagram.payload.length - done);
            byte[] part = Arrays.copyOfRange(datagram.payload, done, done + length);
            kernel.memory().write(range.address(), part, 0, length);
            done += length;
        }
        head.write(datagram.sender, done < datagram.payload.length ? SocketConstants.MSG_TRUNC : 0);
        end(done, 0);
        return false;
    }
}
