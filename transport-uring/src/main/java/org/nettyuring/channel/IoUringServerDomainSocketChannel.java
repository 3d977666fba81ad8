// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import io.netty.channel.ChannelMetadata;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.ServerDomainSocketChannel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.SocketAddress;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * A listening Unix domain socket on the ring. As with the epoll transport, binding to a path makes a file there,
 * instead of the one that another socket may have left, and closing deletes it. A file that is no socket's stays, and
 * binding fails; the epoll transport would delete it.
 */
public final class IoUringServerDomainSocketChannel extends AbstractIoUringChannel
        implements ServerDomainSocketChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);
    private static final InternalLogger LOGGER =
            InternalLoggerFactory.getInstance(IoUringServerDomainSocketChannel.class);

    private final IoUringServerDomainSocketChannelConfig config;
    private final Listener listener;

    /** Makes an unbound channel. */
    public IoUringServerDomainSocketChannel() {
        this(NativeSyscalls.get());
    }

    /**
     * Makes an unbound channel on a kernel of the caller's, for tests.
     *
     * @param syscalls the kernel, the same as the event loop's
     */
    public IoUringServerDomainSocketChannel(Syscalls syscalls) {
        this(Socket.unix(syscalls, SOCK_STREAM), false);
    }

    /**
     * Makes a channel of a socket that was made elsewhere, perhaps by another process. If it listens already, the
     * channel is active and accepts as soon as it is registered, and its file is not deleted; else it is to be bound.
     *
     * @param fd the descriptor of a Unix stream socket, from now on the channel's to close
     */
    public IoUringServerDomainSocketChannel(int fd) {
        this(Socket.adopt(NativeSyscalls.get(), fd));
    }

    private IoUringServerDomainSocketChannel(Socket socket) {
        this(socket, socket.isListening());
    }

    private IoUringServerDomainSocketChannel(Socket socket, boolean listening) {
        super(null, socket, listening);
        config = new IoUringServerDomainSocketChannelConfig(this);
        listener = new Listener(this, accepted -> new IoUringDomainSocketChannel(this, accepted, true));
    }

    @Override
    ChannelRole role() {
        return listener;
    }

    @Override
    public IoUringServerDomainSocketChannelConfig config() {
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
        return null;
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws Exception {
        super.doBind(localAddress);
        closeFuture().addListener(future -> deleteFile((DomainSocketAddress) localAddress));
        listener.listen(config.getBacklog());
    }

    private static void deleteFile(DomainSocketAddress address) {
        try {
            UnixAddresses.deleteFile(address);
        } catch (IOException e) {
            LOGGER.debug("{}: not deleted", address, e);
        }
    }
}
