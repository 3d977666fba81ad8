// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_BUFFER;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nettyuring.abi.RingLayouts.RecvmsgOut;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.op.FastOpenOp;
import org.nettyuring.op.RecvFdsOp;
import org.nettyuring.op.RecvListener;
import org.nettyuring.op.RecvMsgMultishotOp;
import org.nettyuring.op.RecvMsgOp;
import org.nettyuring.op.SendFdOp;
import org.nettyuring.op.SendMsgOp;
import org.nettyuring.testsuite.kernel.PeerDatagramSocket;
import org.nettyuring.testsuite.kernel.PeerListener;

/** One operation with a {@code struct msghdr}: of datagrams, of descriptors, of a fast open. */
final class MessageRig extends OneOpRig
        implements RecvListener, SendMsgOp.Listener, RecvFdsOp.Listener, SendFdOp.Listener, FastOpenOp.Listener {
    /** Bytes of a datagram that a single receive has room for. */
    static final int ROOM = 20;
    /** Payload of a provided buffer. */
    static final int BUFFER_PAYLOAD = 2048;
    /** Provided buffers there are. */
    static final int BUFFERS = 2;

    private static final int NAME_BYTES = 32;
    private static final int CONTROL_BYTES = 80;
    private static final int HEADER_BYTES = RecvmsgOut.SIZE + NAME_BYTES + CONTROL_BYTES;
    private static final int SOCKADDR_BYTES = 16;
    /** Where things are in the rig's memory. */
    private static final int SOCKADDR = 120 * 1024;
    private static final int FRAME = 121 * 1024;

    /** Whatever comes stays in its buffer until it is released. */
    final Kept kept = new Kept();
    private PeerDatagramSocket peer;
    private int fd;
    private int nearFd;
    private ProvidedBufferPool pool;

    /** {@return the far end of datagrams} */
    PeerDatagramSocket peer() {
        return peer;
    }

    /** The far end sends so many bytes. */
    void send(int bytes) {
        peer.send(port(), new byte[bytes]);
    }

    private int port() {
        writeSockaddr(0);
        long lengthAddress = address() + SOCKADDR + SOCKADDR_BYTES;
        memory().setIntLE(SOCKADDR + SOCKADDR_BYTES, SOCKADDR_BYTES);
        kernel.getsockname(fd, address() + SOCKADDR, lengthAddress);
        return memory().getUnsignedShort(SOCKADDR + 2);
    }

    private int datagramSocket() {
        peer = kernel.peers().datagrams();
        owned.push(peer);
        fd = kernel.socket(SocketConstants.AF_INET, SocketConstants.SOCK_DGRAM, 0);
        owned.push(() -> kernel.close(fd));
        writeSockaddr(0);
        kernel.bind(fd, address() + SOCKADDR, SOCKADDR_BYTES);
        return fd;
    }

    private void writeSockaddr(int port) {
        memory().setBytes(SOCKADDR, sockaddr(port));
    }

    private void connectTo(int port) {
        writeSockaddr(port);
        kernel.connect(fd, address() + SOCKADDR, SOCKADDR_BYTES);
    }

    RecvMsgMultishotOp recvMsgMultishot() {
        pool = loop().datagramBuffers(HEADER_BYTES, BUFFER_PAYLOAD);
        return use(new RecvMsgMultishotOp(datagramSocket(), this, NAME_BYTES, CONTROL_BYTES));
    }

    void arm(RecvMsgMultishotOp op) {
        op.arm(loop(), pool.bgid());
    }

    RecvMsgOp recvMsg() {
        RecvMsgOp op = use(new RecvMsgOp(datagramSocket(), this, NAME_BYTES, CONTROL_BYTES));
        ByteBuffer frame = memory().nioBuffer(FRAME, op.frameBytes()).order(ByteOrder.nativeOrder());
        op.frame(frame, address() + FRAME);
        return op;
    }

    void arm(RecvMsgOp op) {
        op.arm(loop(), address(), ROOM);
    }

    /** The receiving socket is connected to nobody and sends there: an error comes back to it. */
    void sendToNobody() {
        connectTo(DEAD_PORT);
        SendMsgOp send = new SendMsgOp(fd, this);
        send.add(address(), 1);
        send.arm(loop(), true);
        turns(2);
    }

    /** A send of so many bytes to the far end, not armed. */
    SendMsgOp sendMsg(int bytes) {
        SendMsgOp op = sendMsgToNowhere(bytes);
        op.to(sockaddr(peer.port()));
        return op;
    }

    SendMsgOp sendMsgToNowhere(int bytes) {
        SendMsgOp op = use(new SendMsgOp(datagramSocket(), this));
        op.add(address(), bytes);
        return op;
    }

    SendMsgOp sendMsgConnected(int bytes) {
        SendMsgOp op = sendMsgToNowhere(bytes);
        connectTo(peer.port());
        return op;
    }

    SendMsgOp sendMsgConnectedToNobody(int bytes) {
        SendMsgOp op = sendMsgToNowhere(bytes);
        connectTo(DEAD_PORT);
        return op;
    }

    private int unixConnection() {
        nearFd = near(kernel.peers().unixConnection());
        return nearFd;
    }

    /** The near end has sent what the far end takes. */
    void fill() {
        kernel.write(nearFd, address(), 1);
    }

    RecvFdsOp recvFds() {
        return use(new RecvFdsOp(unixConnection(), this));
    }

    void arm(RecvFdsOp op) {
        op.arm(loop(), opMemory(RecvFdsOp.MEMORY_BYTES), address());
    }

    private ByteBuffer opMemory(int bytes) {
        return memory().nioBuffer(0, bytes).order(ByteOrder.nativeOrder());
    }

    /** The far end passes so many descriptors with one byte. */
    void pass(int count) {
        pass(far(), count);
    }

    SendFdOp sendFd() {
        return use(new SendFdOp(unixConnection(), this));
    }

    /** Passes a descriptor, which is the rig's. */
    void arm(SendFdOp op) {
        int passed = kernel.eventfd(0, 0);
        owned.push(() -> kernel.close(passed));
        arm(op, passed);
    }

    void arm(SendFdOp op, int passed) {
        op.arm(loop(), opMemory(SendFdOp.MEMORY_BYTES), address(), passed);
    }

    FastOpenOp fastOpen() {
        int socket = kernel.socket(SocketConstants.AF_INET, SocketConstants.SOCK_STREAM, 0);
        owned.push(() -> kernel.close(socket));
        return use(new FastOpenOp(socket, this));
    }

    FastOpenOp fastOpenOfAConnection() {
        return use(new FastOpenOp(near(kernel.peers().connection()), this));
    }

    /** Opens with so many bytes. */
    PeerListener arm(FastOpenOp op, int bytes) {
        PeerListener listener = kernel.peers().listen();
        owned.push(listener);
        op.arm(loop(), sockaddr(listener.port()), address(), bytes);
        return listener;
    }

    @Override
    public void onBytes(int res, int flags) {
        if ((flags & IORING_CQE_F_BUFFER) == 0) {
            tell("datagram " + res);
            return;
        }
        int length = res - HEADER_BYTES;
        tell("datagram " + length);
        kept.take(pool.lend(kernel.allocator(), res, flags, HEADER_BYTES, length));
    }

    /** Of {@link RecvListener} and of {@link RecvFdsOp.Listener}. */
    @Override
    public void onEnded(int res, int flags) {
        tell("ended " + res);
        if (res <= 0 && pool != null) {
            pool.discard(res, flags);
        }
    }

    @Override
    public void onSent(SendMsgOp which, int res) {
        tell("sent " + res);
    }

    @Override
    public void onSent(int res) {
        tell("sent " + res);
    }

    @Override
    public void onMessage(byte data, int[] fds, int[] others, boolean truncated) {
        tell("byte " + data + (fds.length > 0 ? " and " + fds.length : "") + (truncated ? ", truncated" : ""));
        for (int received : fds) {
            kernel.close(received);
        }
    }

    @Override
    public void onFirstPacket(int res) {
        tell("first packet " + res);
    }

    @Override
    public void close() {
        kept.release();
        super.close();
    }
}
