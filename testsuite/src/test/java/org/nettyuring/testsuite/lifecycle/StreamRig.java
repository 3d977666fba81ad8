// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;

/**
 * A client channel over TCP or a Unix domain socket, and its far end. Written down are {@code "active"},
 * {@code "bytes 5"}, {@code "descriptor"}.
 */
final class StreamRig extends ChannelRig {
    private static final String NAME = "far end";

    private final SocketAddress remote;
    private final PeerListener listener;
    private PeerSocket far;
    private boolean heldBack;

    private StreamRig(boolean unix) {
        this(unix, config());
    }

    private StreamRig(boolean unix, IoUringIoHandlerConfig.Builder config) {
        super(config,
                kernel -> unix ? new IoUringDomainSocketChannel(kernel)
                        : new IoUringSocketChannel(kernel, SocketProtocolFamily.INET));
        listener = unix ? kernel.peers().listen(NAME) : kernel.peers().listen();
        owned.push(listener);
        remote = unix ? new DomainSocketAddress("\0" + NAME)
                : new InetSocketAddress(NetUtil.LOCALHOST4, listener.port());
    }

    static StreamRig unix() {
        return new StreamRig(true);
    }

    static StreamRig tcp() {
        return new StreamRig(false);
    }

    /**
     * A rig whose messages are received directly, and sent directly only in answer to that.
     *
     * @param unix whether not over TCP
     * @param bytes from this size on; 1 for all of them
     */
    static StreamRig direct(boolean unix, int bytes) {
        return new StreamRig(unix, config().directReceives(bytes).directSends(0));
    }

    private static IoUringIoHandlerConfig.Builder config() {
        return IoUringIoHandlerConfig.builder().ringSize(16).cqSize(32).buffers(8, 256);
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

    PeerSocket far() {
        return far;
    }

    /** Forgets that it kept bytes back before. */
    void lookAfresh() {
        heldBack = false;
    }

    /** Looks whether the kernel keeps bytes back, which it does not tell the channel. */
    void noteWhatIsHeldBack() {
        heldBack |= far.heldBackBytes() > 0;
    }

    /** {@return whether it did at a look, or does now} */
    boolean everHeldBack() {
        noteWhatIsHeldBack();
        return heldBack;
    }

    /** Writes so many bytes, and flushes. */
    ChannelFuture write(int bytes) {
        return channel.writeAndFlush(buffer(bytes));
    }

    /** The far end passes so many descriptors with one byte. */
    void pass(int count) {
        pass(far, count);
    }

    @Override
    String describe(Object message) {
        if (message instanceof FileDescriptor descriptor) {
            try {
                descriptor.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "descriptor";
        }
        return "bytes " + ((ByteBuf) message).readableBytes();
    }

    @Override
    String readComplete() {
        return null;
    }

    @Override
    String active() {
        return "active";
    }
}
