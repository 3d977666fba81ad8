// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.NetUtil;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.op.AcceptOp;
import org.nettyuring.op.ConnectOp;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.RecvListener;
import org.nettyuring.op.RecvMultishotOp;
import org.nettyuring.op.RecvOp;
import org.nettyuring.op.SendOp;
import org.nettyuring.op.SendZcOp;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.PeerListener;

/** One operation on a stream or a listener. */
final class OpRig extends OneOpRig implements RecvListener, AcceptOp.Listener, ConnectOp.Listener, PollOp.Listener,
        SendOp.Listener, SendZcOp.Listener {
    private int port;

    int bgid() {
        return loop().buffers().bgid();
    }

    @Override
    OpRig force(Fault fault) {
        return force(fault, 1);
    }

    @Override
    OpRig force(Fault fault, int times) {
        super.force(fault, times);
        return this;
    }

    private int connection() {
        return near(kernel.peers().connection());
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

    @Override
    public void onBytes(int res, int flags) {
        tell("bytes " + res);
        if ((flags & 1) != 0) {
            loop().buffers().lend(kernel.allocator(), res, flags).release();
        }
    }

    @Override
    public void onEnded(int res, int flags) {
        tell("ended " + res);
        if (res <= 0) {
            loop().buffers().discard(res, flags);
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
}
