// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * A TCP connection on the ring. Its addresses are asked of the kernel when they are first asked for, and kept.
 */
public final class IoUringSocketChannel extends AbstractIoUringChannel implements SocketChannel, StreamChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final IoUringSocketChannelConfig config;
    private final Stream stream;

    /** Makes an unconnected channel for IPv4 and, where the machine has it, IPv6. */
    public IoUringSocketChannel() {
        this((SocketProtocolFamily) null);
    }

    /**
     * Makes an unconnected channel.
     *
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringSocketChannel(SocketProtocolFamily family) {
        this(NativeSyscalls.get(), family);
    }

    /**
     * Makes an unconnected channel on a kernel of the caller's, for tests.
     *
     * @param syscalls the kernel, the same as the event loop's
     * @param family {@code INET} or {@code INET6}; null for both
     */
    public IoUringSocketChannel(Syscalls syscalls, SocketProtocolFamily family) {
        this(null, Socket.tcp(syscalls, family), false, false);
    }

    /**
     * Makes a channel of a socket that was made elsewhere. If it is connected, the channel is active; else it is to be
     * connected.
     *
     * @param fd the descriptor of a TCP socket, from now on the channel's to close
     */
    public IoUringSocketChannel(int fd) {
        this(Socket.adopt(NativeSyscalls.get(), fd));
    }

    private IoUringSocketChannel(Socket socket) {
        this(null, socket, socket.remoteAddress() != null, false);
    }

    IoUringSocketChannel(Channel parent, Socket socket, boolean connected, boolean hasNoDelay) {
        super(parent, socket, connected);
        config = new IoUringSocketChannelConfig(this, hasNoDelay);
        stream = new Stream(this, config);
    }

    @Override
    ChannelRole role() {
        return stream;
    }

    @Override
    public IoUringSocketChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public ServerSocketChannel parent() {
        return (ServerSocketChannel) super.parent();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) super.remoteAddress();
    }

    /**
     * {@return what the kernel knows of the connection now}
     *
     * @throws io.netty.channel.ChannelException if the channel is closed
     */
    public IoUringTcpInfo tcpInfo() {
        return tcpInfo(new IoUringTcpInfo());
    }

    /**
     * Asks the kernel what it knows of the connection now. One system call; any thread.
     *
     * @param info to be filled
     * @return the same
     * @throws io.netty.channel.ChannelException if the channel is closed
     */
    public IoUringTcpInfo tcpInfo(IoUringTcpInfo info) {
        info.set(socket.getOption(IoUringTcpInfo.OPTION));
        return info;
    }

    @Override
    protected void doShutdownOutput() throws Exception {
        stream.doShutdownOutput();
    }
}
