// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.nettyuring.abi.SocketConstants.IPPROTO_UDP;
import static org.nettyuring.abi.SocketConstants.MSG_DONTWAIT;
import static org.nettyuring.abi.SocketConstants.UDP_SEGMENT;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.Cmsghdr;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.abi.SocketLayouts.Msghdr;
import org.nettyuring.ring.Sqe;

/**
 * One datagram: {@code IORING_OP_SEND} if it is in one piece and goes to where the socket is connected or the kernel
 * takes an address with that ({@code SENDTO}, since 6.1), else {@code IORING_OP_SENDMSG}. Each
 * completion is terminal. A datagram is sent whole or not at all.
 *
 * <p>It does not wait: several are in flight on one socket, and of those that the kernel makes wait the last is woken
 * first. A socket without room ends it with {@code -EAGAIN}.
 *
 * <p>What is sent is collected before arming; the payload belongs to the kernel until the completion, everything else
 * only while the SQE is consumed.
 */
public final class SendMsgOp extends SocketOp {
    private static final byte[] CONNECTED = {};
    private static final int MSGHDR_BYTES = 64;
    /** {@code CMSG_SPACE(sizeof(uint16_t))}. */
    private static final int SEGMENT_CONTROL_BYTES = Cmsghdr.SIZE + Long.BYTES;

    private final Listener listener;
    private final Pieces pieces = new Pieces(1);
    private byte[] destination = CONNECTED;
    private int segmentBytes;
    private boolean sendsTo;

    static {
        assert MSGHDR_BYTES >= Msghdr.SIZE;
    }

    /** Learns that a send is over. Loop thread. */
    public interface Listener extends SocketOp.Owner {
        /**
         * The send is over and may be armed again.
         *
         * @param op which
         * @param res the datagram's bytes, or {@code -errno}
         */
        void onSent(SendMsgOp op, int res);
    }

    /**
     * Makes an idle send.
     *
     * @param fd a datagram socket
     * @param listener learns what came
     */
    public SendMsgOp(int fd, Listener listener) {
        super(fd, listener);
        this.listener = listener;
    }

    /** Begins another datagram, empty and to where the socket is connected. */
    public void clear() {
        checkIdle();
        pieces.clear();
        destination = CONNECTED;
        segmentBytes = 0;
    }

    /**
     * Adds a piece of the payload.
     *
     * @param address first byte, the kernel's until the completion
     * @param lengthBytes bytes, greater than 0
     * @return false, with nothing added, if there is no room for more
     */
    public boolean add(long address, int lengthBytes) {
        checkIdle();
        return pieces.add(address, lengthBytes);
    }

    /**
     * Sets where it goes.
     *
     * @param sockaddr a {@code struct sockaddr}; not changed until the completion
     */
    public void to(byte[] sockaddr) {
        checkIdle();
        destination = sockaddr;
    }

    /**
     * Sets where it goes although it may be on its way: as long as it waits for room in the submission queue it goes
     * there, and when it is armed again.
     *
     * @param sockaddr a {@code struct sockaddr}; not changed until the completion
     */
    public void readdress(byte[] sockaddr) {
        destination = sockaddr;
    }

    /**
     * Has the kernel cut the payload into datagrams ({@code UDP_SEGMENT}, since 4.18).
     *
     * @param newSegmentBytes payload of each but the last
     */
    public void segments(int newSegmentBytes) {
        checkIdle();
        segmentBytes = newSegmentBytes;
    }

    /** {@return bytes of the payload} */
    @Override
    public long bytes() {
        return pieces.bytes();
    }

    /**
     * Submits.
     *
     * @param submitter the loop
     * @param canSendTo whether its kernel takes an address with {@code IORING_OP_SEND}
     */
    public void arm(Submitter submitter, boolean canSendTo) {
        sendsTo = canSendTo;
        armAndSubmit(submitter);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        boolean whole = pieces.count() == 1 && segmentBytes == 0;
        if (whole && destination.length == 0) {
            sqe.prepSend(fd(), pieces.firstAddress(), pieces.firstLength(), MSG_DONTWAIT);
            return true;
        }
        boolean addressed = whole && sendsTo;
        int at = addressed ? writeName(arena) : writeMessage(arena);
        if (at < 0) {
            return false;
        }
        if (addressed) {
            sqe.prepSendto(fd(), pieces.firstAddress(), pieces.firstLength(), MSG_DONTWAIT, arena.address(at),
                    destination.length);
        } else {
            sqe.prepSendmsg(fd(), arena.address(at), MSG_DONTWAIT);
        }
        return true;
    }

    /** The name alone; its offset, or -1 without room. */
    private int writeName(SubmitArena arena) {
        int name = arena.take(destination.length);
        if (name >= 0) {
            arena.buffer().put(name, destination);
        }
        return name;
    }

    /** msghdr, iovecs, control, name; its offset, or -1 without room. */
    private int writeMessage(SubmitArena arena) {
        int iovecBytes = pieces.count() * Iovec.SIZE;
        int controlBytes = segmentBytes == 0 ? 0 : SEGMENT_CONTROL_BYTES;
        int msghdr = arena.take(MSGHDR_BYTES + iovecBytes + controlBytes + destination.length);
        if (msghdr < 0) {
            return msghdr;
        }
        ByteBuffer memory = arena.buffer();
        int iovecs = msghdr + MSGHDR_BYTES;
        int control = iovecs + iovecBytes;
        int name = control + controlBytes;
        Msghdrs.clear(memory, msghdr);
        pieces.writeIovecs(memory, iovecs);
        Msghdrs.iovecs(memory, msghdr, arena.address(iovecs), pieces.count());
        if (segmentBytes != 0) {
            writeSegmentSize(memory, control);
            Msghdrs.control(memory, msghdr, arena.address(control), SEGMENT_CONTROL_BYTES);
        }
        if (destination.length != 0) {
            memory.put(name, destination);
            Msghdrs.name(memory, msghdr, arena.address(name), destination.length);
        }
        return msghdr;
    }

    private void writeSegmentSize(ByteBuffer memory, int control) {
        memory.putLong(control + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE + Short.BYTES);
        memory.putInt(control + Cmsghdr.CMSG_LEVEL_OFFSET, IPPROTO_UDP);
        memory.putInt(control + Cmsghdr.CMSG_TYPE_OFFSET, UDP_SEGMENT);
        memory.putLong(control + Cmsghdr.SIZE, 0);
        memory.putShort(control + Cmsghdr.SIZE, (short) segmentBytes);
    }

    @Override
    protected void onCompletion(int res, int flags) {
        completed(true);
        listener.onSent(this, res);
    }

    @Override
    public String name() {
        return "SENDMSG of " + bytes() + " bytes";
    }
}
