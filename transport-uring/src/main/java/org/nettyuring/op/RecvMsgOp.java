// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.SocketConstants.MSG_DONTWAIT;

import java.nio.ByteBuffer;
import org.nettyuring.abi.RingLayouts.RecvmsgOut;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_RECVMSG} of one datagram into memory of the caller, if there is one. Each completion is terminal:
 * {@link RecvListener#onBytes} if there was a datagram, perhaps an empty one, then {@link RecvListener#onEnded}, with
 * {@code -EAGAIN} if there was none.
 *
 * <p>The caller's frame holds what the kernel reads and writes beside the payload until the completion. Its last part
 * then looks as the header that {@link RecvMsgMultishotOp} puts in front of a datagram:
 * <pre>
 *   0                MSGHDR   struct msghdr
 *   64               IOVEC    struct iovec
 *   {@link #HEADER_OFFSET}               HEADER   struct io_uring_recvmsg_out, name, control
 * </pre>
 */
public final class RecvMsgOp extends SocketOp {
    /** Where the header begins in the frame. */
    public static final int HEADER_OFFSET = 80;

    private static final int IOVEC_OFFSET = 64;
    private static final int NAME_OFFSET = HEADER_OFFSET + RecvmsgOut.SIZE;

    private final RecvListener listener;
    private final int nameBytes;
    private final int controlBytes;
    private ByteBuffer frame;
    private long frameAddress;

    static {
        assert IOVEC_OFFSET >= Msghdr.SIZE && HEADER_OFFSET >= IOVEC_OFFSET + Iovec.SIZE;
    }

    /**
     * Makes an idle receive.
     *
     * @param fd a datagram socket
     * @param listener learns what came
     * @param nameBytes room for the sender's address
     * @param controlBytes room for control messages
     */
    public RecvMsgOp(int fd, RecvListener listener, int nameBytes, int controlBytes) {
        super(fd, listener);
        this.listener = listener;
        this.nameBytes = nameBytes;
        this.controlBytes = controlBytes;
    }

    /** {@return the bytes that a frame must have} */
    public int frameBytes() {
        return NAME_OFFSET + nameBytes + controlBytes;
    }

    /**
     * Sets the memory beside the payload, which must live until the completion.
     *
     * @param newFrame of {@link #frameBytes()}, in native byte order
     * @param newFrameAddress its first byte
     */
    public void frame(ByteBuffer newFrame, long newFrameAddress) {
        checkIdle();
        frame = newFrame;
        frameAddress = newFrameAddress;
    }

    /**
     * Submits a receive, which does not wait.
     *
     * @param submitter the loop
     * @param address where the payload goes, the kernel's until the completion
     * @param lengthBytes room; of a larger datagram the rest is lost
     */
    public void arm(Submitter submitter, long address, int lengthBytes) {
        checkIdle();
        Msghdrs.clear(frame, 0);
        Msghdrs.name(frame, 0, frameAddress + NAME_OFFSET, nameBytes);
        Msghdrs.control(frame, 0, frameAddress + NAME_OFFSET + nameBytes, controlBytes);
        Msghdrs.iovecs(frame, 0, frameAddress + IOVEC_OFFSET, 1);
        frame.putLong(IOVEC_OFFSET + Iovec.IOV_BASE_OFFSET, address);
        frame.putLong(IOVEC_OFFSET + Iovec.IOV_LEN_OFFSET, lengthBytes);
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepRecvmsg(fd(), frameAddress, MSG_DONTWAIT);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        try {
            if (res >= 0) {
                writeHeader(res);
                listener.onBytes(res, flags);
            }
        } finally {
            listener.onEnded(res, flags);
        }
    }

    private void writeHeader(int payloadBytes) {
        int header = HEADER_OFFSET;
        frame.putInt(header + RecvmsgOut.NAMELEN_OFFSET, frame.getInt(Msghdr.MSG_NAMELEN_OFFSET));
        frame.putInt(header + RecvmsgOut.CONTROLLEN_OFFSET, (int) frame.getLong(Msghdr.MSG_CONTROLLEN_OFFSET));
        frame.putInt(header + RecvmsgOut.PAYLOADLEN_OFFSET, payloadBytes);
        frame.putInt(header + RecvmsgOut.FLAGS_OFFSET, frame.getInt(Msghdr.MSG_FLAGS_OFFSET));
    }

    @Override
    public String name() {
        return "RECVMSG";
    }
}
