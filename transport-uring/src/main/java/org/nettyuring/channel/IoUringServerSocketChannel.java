// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelMetadata;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** A listening TCP socket on the ring. */
public final class IoUringServerSocketChannel extends AbstractIoUringChannel
        implements ServerSocketChannel, ServerChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final IoUringServerSocketChannelConfig config;
    private final Listener listener;

    /** Makes an unbound channel for IPv4 and, where the machine has it, IPv6. */
    public IoUringServerSocketChannel() {
        this((SocketProtocolFamily) null);
    }

    /**
     * Makes an unbound channel.
     *
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringServerSocketChannel(SocketProtocolFamily family) {
        this(NativeSyscalls.get(), family);
    }

    /**
     * Makes an unbound channel on a kernel of the caller's, for tests.
     *
     * @param syscalls the kernel, the same as the event loop's
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringServerSocketChannel(Syscalls syscalls, SocketProtocolFamily family) {
        this(Socket.tcp(syscalls, family), false);
        config.handDownNoDelay();
    }

    /**
     * Makes a channel of a socket that was made elsewhere, perhaps by another process. If it listens already, the
     * channel is active and accepts as soon as it is registered; else it is to be bound.
     *
     * @param fd the descriptor of a TCP socket, from now on the channel's to close
     */
    public IoUringServerSocketChannel(int fd) {
        this(Socket.adopt(NativeSyscalls.get(), fd));
    }

    private IoUringServerSocketChannel(Socket socket) {
        this(socket, socket.isListening());
    }

    private IoUringServerSocketChannel(Socket socket, boolean listening) {
        super(null, socket, listening);
        config = new IoUringServerSocketChannelConfig(this);
        listener = new Listener(this, this::newChild);
    }

    private IoUringSocketChannel newChild(Socket accepted) {
        IoUringSocketChannel child =
                new IoUringSocketChannel(this, accepted, true, config.handsDownNoDelay(accepted));
        config.handDownMd5Keys(child.config());
        return child;
    }

    @Override
    ChannelRole role() {
        return listener;
    }

    @Override
    public IoUringServerSocketChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return null;
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws Exception {
        super.doBind(localAddress);
        listener.listen(config.getBacklog());
    }
}
