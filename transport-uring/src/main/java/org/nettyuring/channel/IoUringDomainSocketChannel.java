// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import io.netty.channel.Channel;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * A connection over a Unix domain socket on the ring. An address is a path, or begins with a zero byte and is a name in
 * the abstract namespace.
 *
 * <p>A {@link io.netty.channel.unix.FileDescriptor} can be written, in turn with bytes: the peer receives a duplicate
 * and one zero byte; the descriptor stays the writer's, who must not close it before the write's promise completes.
 * With {@link io.netty.channel.unix.UnixChannelOption#DOMAIN_SOCKET_READ_MODE} set to {@code FILE_DESCRIPTORS} each
 * received descriptor is a message, close-on-exec and the handler's to close; a byte that came without a descriptor is
 * a message of one byte.
 *
 * <table>
 * <caption>Where it differs from {@link IoUringSocketChannel}</caption>
 * <tr><th>what</th><th>here</th></tr>
 * <tr><td>connect, with the listener's backlog full</td><td>fails at once, {@code EAGAIN}, as with epoll; TCP would
 * wait</td></tr>
 * <tr><td>peer closes with bytes unread</td><td>{@code ECONNRESET} after what was received, no {@code RST}</td></tr>
 * <tr><td>{@code SO_LINGER}, zero-copy sends</td><td>unknown to these sockets; nothing lingers</td></tr>
 * <tr><td>address of an end that was not bound</td><td>empty path</td></tr>
 * </table>
 */
public final class IoUringDomainSocketChannel extends AbstractIoUringChannel
        implements DomainSocketChannel, StreamChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final IoUringDomainSocketChannelConfig config;
    private final Stream stream;

    /** Makes an unconnected channel. */
    public IoUringDomainSocketChannel() {
        this(NativeSyscalls.get());
    }

    /**
     * Makes an unconnected channel on a kernel of the caller's, for tests.
     *
     * @param syscalls the kernel, the same as the event loop's
     */
    public IoUringDomainSocketChannel(Syscalls syscalls) {
        this(null, Socket.unix(syscalls, SOCK_STREAM), false);
    }

    /**
     * Makes a channel of a socket that was made elsewhere. If it is connected, the channel is active; else it is to be
     * connected.
     *
     * @param fd the descriptor of a Unix stream socket, from now on the channel's to close
     */
    public IoUringDomainSocketChannel(int fd) {
        this(Socket.adopt(NativeSyscalls.get(), fd));
    }

    private IoUringDomainSocketChannel(Socket socket) {
        this(null, socket, socket.remoteAddress() != null);
    }

    IoUringDomainSocketChannel(Channel parent, Socket socket, boolean connected) {
        super(parent, socket, connected);
        config = new IoUringDomainSocketChannelConfig(this);
        stream = new Stream(this, config);
    }

    /**
     * Who is at the other end: the process that connected, or listened, and its user and group at that time. Any
     * thread; one system call.
     *
     * @return process, user and one group
     * @throws IOException if the kernel refuses, or the channel is closed
     * @throws UnsupportedOperationException if Netty's classes are in a module that is closed to this one
     */
    public PeerCredentials peerCredentials() throws IOException {
        return PeerCredentialsFactory.of(socket);
    }

    /** Any thread. */
    void readModeChanged() {
        if (isRegistered()) {
            onLoop(stream::readModeChanged);
        }
    }

    @Override
    ChannelRole role() {
        return stream;
    }

    @Override
    public IoUringDomainSocketChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public DomainSocketAddress localAddress() {
        return (DomainSocketAddress) super.localAddress();
    }

    @Override
    public DomainSocketAddress remoteAddress() {
        return (DomainSocketAddress) super.remoteAddress();
    }

    @Override
    protected void doShutdownOutput() throws Exception {
        stream.doShutdownOutput();
    }
}
