// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_RECVMSG} that goes on until it is cancelled or something ends it, each datagram into a buffer that
 * the kernel picks (since 6.0): behind a {@code struct io_uring_recvmsg_out} and as much room for the name and the
 * control data as was asked for.
 *
 * <table>
 * <caption>Completions</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>IN_FLIGHT</td><td>a datagram, MORE</td><td>IN_FLIGHT</td><td>onBytes</td></tr>
 * <tr><td>IN_FLIGHT</td><td>a datagram, no MORE (it was empty, or the queue overflowed)</td><td>IDLE</td><td>onBytes,
 * onEnded</td></tr>
 * <tr><td>IN_FLIGHT</td><td>-ENOBUFS</td><td>IDLE</td><td>onEnded: arm again when buffers came back</td></tr>
 * <tr><td>IN_FLIGHT</td><td>other error, as -ECONNREFUSED</td><td>IDLE</td><td>onEnded: the error of an earlier
 * datagram; arm again</td></tr>
 * <tr><td>CANCELLING</td><td>a datagram</td><td>CANCELLING or IDLE by MORE</td><td>onBytes: to be parked</td></tr>
 * <tr><td>CANCELLING</td><td>-ECANCELED</td><td>IDLE</td><td>onEnded: arm again if wanted</td></tr>
 * <tr><td>IDLE</td><td>any</td><td>illegal</td><td>throws</td></tr>
 * </table>
 * What was received is in the buffer's first {@code res} bytes.
 */
public final class RecvMsgMultishotOp extends SocketOp {
    private final RecvListener listener;
    private final int nameBytes;
    private final int controlBytes;
    private int bgid;

    /**
     * Makes an idle receive.
     *
     * @param fd a datagram socket
     * @param listener learns what came
     * @param nameBytes room for the sender's address in front of each datagram
     * @param controlBytes room for control messages behind that
     */
    public RecvMsgMultishotOp(int fd, RecvListener listener, int nameBytes, int controlBytes) {
        super(fd, listener);
        this.listener = listener;
        this.nameBytes = nameBytes;
        this.controlBytes = controlBytes;
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param newBgid buffer group to pick from, of that loop; not an incremental one
     */
    public void arm(Submitter submitter, int newBgid) {
        checkIdle();
        bgid = newBgid;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        int msghdr = arena.take(Msghdr.SIZE);
        if (msghdr < 0) {
            return false;
        }
        ByteBuffer memory = arena.buffer();
        Msghdrs.clear(memory, msghdr);
        Msghdrs.name(memory, msghdr, 0, nameBytes);
        Msghdrs.control(memory, msghdr, 0, controlBytes);
        sqe.prepRecvmsgMultishot(fd(), arena.address(msghdr), 0).bufferSelect(bgid);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        boolean terminal = (flags & IORING_CQE_F_MORE) == 0;
        completed(terminal);
        try {
            if (res > 0 && (flags & IORING_CQE_F_BUFFER) != 0) {
                listener.onBytes(res, flags);
            }
        } finally {
            if (terminal) {
                listener.onEnded(res, flags);
            }
        }
    }

    @Override
    public String name() {
        return "RECVMSG multishot";
    }
}
