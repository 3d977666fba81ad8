// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.NetUtil;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.AcceptOp;
import org.nettyuring.op.ConnectOp;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.RecvListener;
import org.nettyuring.op.RecvMultishotOp;
import org.nettyuring.op.RecvOp;
import org.nettyuring.op.SendOp;
import org.nettyuring.op.SendZcOp;
import org.nettyuring.op.SocketOp;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.FakePeers;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.FaultPlan;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;
import org.nettyuring.testsuite.simulation.SimulatedLoop;

/** One operation on the real loop and a fake kernel that does as it is told; writes down what the owner learns. */
final class OpRig implements IoUringIoHandle, RecvListener, AcceptOp.Listener, ConnectOp.Listener, PollOp.Listener,
        SendOp.Listener, SendZcOp.Listener, AutoCloseable {
    private static final int DEAD_PORT = 9;
    private static final int MEMORY_BYTES = 4096;

    private final FakeKernel kernel = new FakeKernel(FaultPlan.quiet(1));
    private final SimulatedLoop loop =
            new SimulatedLoop(kernel, IoUringIoHandlerConfig.builder().ringSize(8).cqSize(16).buffers(4, 64));
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final StringJoiner told = new StringJoiner(", ");
    private final ByteBuf memory = kernel.allocator().directBuffer(MEMORY_BYTES);
    private IoUringIoRegistration registration;
    private SocketOp op;
    private PeerSocket peer;
    private int port;

    OpRig() {
        loop.eventLoop().register(this);
        turns(2);
    }

    @Override
    public void registered(IoUringIoRegistration newRegistration) {
        registration = newRegistration;
    }

    IoUringIoRegistration loop() {
        return registration;
    }

    int bgid() {
        return registration.buffers().bgid();
    }

    long address() {
        return memory.memoryAddress();
    }

    PeerSocket peer() {
        return peer;
    }

    /** The next opportunity brings the fault. */
    OpRig force(Fault fault) {
        return force(fault, 1);
    }

    /** The next opportunities bring the fault. */
    OpRig force(Fault fault, int times) {
        kernel.plan().force(fault, times);
        return this;
    }

    void turns(int count) {
        for (int i = 0; i < count; i++) {
            loop.turn();
        }
    }

    /** Lets the latest notification come. */
    void waitLong() {
        kernel.advance(TimeUnit.SECONDS.toNanos(1));
        turns(3);
    }

    private int connection() {
        FakePeers.Connection connection = kernel.peers().connection();
        peer = connection.peer();
        owned.push(peer);
        owned.push(() -> kernel.close(connection.fd()));
        return connection.fd();
    }

    private <T extends SocketOp> T use(T newOp) {
        op = newOp;
        return newOp;
    }

    RecvMultishotOp recvMultishot() {
        return use(new RecvMultishotOp(connection(), this));
    }

    RecvOp recv() {
        return use(new RecvOp(connection(), this));
    }

    /** A send of so many bytes, not armed. */
    SendOp send(int bytes) {
        SendOp send = use(new SendOp(connection(), this));
        send.add(address(), bytes);
        return send;
    }

    SendZcOp sendZeroCopy() {
        return use(new SendZcOp(connection(), this));
    }

    PollOp poll(int mask) {
        return use(new PollOp(connection(), mask, this));
    }

    AcceptOp accept() {
        Channel server = new IoUringServerSocketChannel(kernel, SocketProtocolFamily.INET);
        server.config().setAutoRead(false);
        join(server);
        server.bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0));
        turns(2);
        port = ((InetSocketAddress) server.localAddress()).getPort();
        owned.push(() -> {
            server.close();
            turns(3);
        });
        return use(new AcceptOp(((UnixChannel) server).fd().intValue(), this));
    }

    @SuppressWarnings("deprecation") // for callers who have a group, not a loop
    private void join(Channel channel) {
        loop.eventLoop().register(channel);
        turns(2);
    }

    /** A connection comes to what accepts. */
    void connectTo() {
        try {
            owned.push(kernel.peers().connect(port));
        } catch (ConnectException e) {
            throw new AssertionError(e);
        }
    }

    ConnectOp connect() {
        Channel channel = new IoUringSocketChannel(kernel, SocketProtocolFamily.INET);
        owned.push(channel.unsafe()::closeForcibly);
        return use(new ConnectOp(((UnixChannel) channel).fd().intValue(), this));
    }

    /** {@return the address of somebody who listens} */
    byte[] listening() {
        PeerListener listener = kernel.peers().listen();
        owned.push(listener);
        return sockaddr(listener.port());
    }

    /** {@return the address of nobody} */
    byte[] nobody() {
        return sockaddr(DEAD_PORT);
    }

    /** {@return an address that does not answer} */
    byte[] silent() {
        kernel.peers().blackhole(DEAD_PORT);
        return sockaddr(DEAD_PORT);
    }

    private static byte[] sockaddr(int port) {
        return new byte[] {2, 0, (byte) (port >> 8), (byte) port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    }

    @Override
    public void onBytes(int res, int flags) {
        tell("bytes " + res);
        if ((flags & 1) != 0) {
            registration.buffers().lend(kernel.allocator(), res, flags).release();
        }
    }

    @Override
    public void onEnded(int res, int flags) {
        tell("ended " + res);
        if (res <= 0) {
            registration.buffers().discard(res, flags);
        }
    }

    @Override
    public void onAccepted(int fd) {
        tell("accepted");
        kernel.close(fd);
    }

    @Override
    public void onEnded(int res) {
        tell(res < 0 ? "ended " + res : "ended");
    }

    @Override
    public void onConnected(int res) {
        tell("connected " + res);
    }

    @Override
    public void onPolled(PollOp which, int res) {
        tell(res < 0 ? "polled " + res : "polled 0x" + Integer.toHexString(res));
    }

    @Override
    public void onSent(int res) {
        tell("sent " + res);
    }

    @Override
    public void onSent(SendZcOp which, int res) {
        tell("sent " + res);
    }

    @Override
    public void onReleased(SendZcOp which) {
        tell("released");
    }

    @Override
    public void onException(Throwable cause) {
        tell(cause.toString());
    }

    private void tell(String what) {
        told.add(what);
    }

    /** {@return what the owner was told, and where the operation is} */
    String story() {
        String state = op.isCancelling() ? "CANCELLING" : op.isInFlight() ? "IN_FLIGHT" : "IDLE";
        return told.length() == 0 ? state : told + ": " + state;
    }

    @Override
    public void handle(IoRegistration ioRegistration, IoEvent event) {}

    /** Ends what is left, and checks that nothing is. */
    @Override
    public void close() {
        op.cancel(registration);
        for (int i = 0; op.isInFlight(); i++) {
            waitLong();
            if (i > 10) {
                throw new AssertionError("does not end: " + kernel.describe());
            }
        }
        try {
            while (!owned.isEmpty()) {
                owned.pop().close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        registration.cancel();
        memory.release();
        loop.close();
    }
}
