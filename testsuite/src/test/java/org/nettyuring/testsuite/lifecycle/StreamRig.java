// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** A client channel over TCP or a Unix domain socket on a kernel that does as it is told, and its far end. */
final class StreamRig extends LoopRig {
    private static final String NAME = "far end";
    private static final int DEAD_PORT = 9;

    final Channel channel;
    /** In order: {@code "active"}, {@code "bytes 5"}, {@code "descriptor"}, exceptions by their class, … */
    final List<String> told = new ArrayList<>();
    private final SocketAddress remote;
    private final PeerListener listener;
    private PeerSocket far;

    private StreamRig(boolean unix) {
        super(IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(8, 256));
        listener = unix ? kernel.peers().listen(NAME) : kernel.peers().listen();
        owned.push(listener);
        remote = unix ? new DomainSocketAddress("\0" + NAME)
                : new InetSocketAddress(NetUtil.LOCALHOST4, listener.port());
        channel = unix ? new IoUringDomainSocketChannel(kernel)
                : new IoUringSocketChannel(kernel, SocketProtocolFamily.INET);
        channel.config().setAllocator(kernel.allocator());
        channel.pipeline().addLast(new Recorder());
    }

    static StreamRig unix() {
        return new StreamRig(true);
    }

    static StreamRig tcp() {
        return new StreamRig(false);
    }

    /** Connects, and waits until both ends know. */
    StreamRig connect() {
        join(channel);
        ChannelFuture connected = channel.connect(remote);
        await("connected", connected::isSuccess);
        awaitFar();
        turns(2);
        return this;
    }

    void awaitFar() {
        await("accepted", () -> {
            far = far == null ? listener.accept() : far;
            return far != null;
        });
        owned.push(far);
    }

    SocketAddress remote() {
        return remote;
    }

    /** {@return where nobody listens} */
    SocketAddress nobody() {
        return new InetSocketAddress(NetUtil.LOCALHOST4, DEAD_PORT);
    }

    PeerSocket far() {
        return far;
    }

    /** Writes so many bytes, and flushes. */
    ChannelFuture write(int bytes) {
        return channel.writeAndFlush(buffer(bytes));
    }

    ByteBuf buffer(int bytes) {
        return kernel.allocator().directBuffer(bytes).writeZero(bytes);
    }

    /** The far end passes so many descriptors with one byte. */
    void pass(int count) {
        int[] fds = new int[count];
        for (int i = 0; i < count; i++) {
            fds[i] = kernel.eventfd(0, 0);
        }
        far.pass(fds);
        for (int passed : fds) {
            kernel.close(passed);
        }
    }

    /** {@return what the kernel holds of the channel, by name} */
    String inFlight() {
        return inFlight(kernel, channel);
    }

    void awaitTold(String... what) {
        await(String.join(", ", what), () -> told.equals(List.of(what)));
    }

    void awaitClosed() {
        await("closed", () -> !channel.isOpen() && !channel.isRegistered());
    }

    @Override
    public void close() {
        channel.close();
        await("closed at last", () -> channel.closeFuture().isDone());
        turns(3);
        super.close();
    }

    @Override
    public String toString() {
        return channel + ": told " + told;
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            told.add("active");
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) throws IOException {
            if (msg instanceof FileDescriptor descriptor) {
                told.add("descriptor");
                descriptor.close();
            } else {
                ByteBuf bytes = (ByteBuf) msg;
                told.add("bytes " + bytes.readableBytes());
                bytes.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            told.add(cause.getClass().getSimpleName());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            told.add("inactive");
        }
    }
}
