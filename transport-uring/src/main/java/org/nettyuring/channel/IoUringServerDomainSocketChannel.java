// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.ServerDomainSocketChannel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
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
    private final Acceptor acceptor;
    private final List<ChannelPart> parts;

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
        acceptor = new Acceptor(this, accepted -> new IoUringDomainSocketChannel(this, accepted, true));
        parts = List.of(acceptor);
    }

    @Override
    public List<ChannelPart> parts() {
        return parts;
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
    protected SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected void doBind(SocketAddress localAddress) throws Exception {
        super.doBind(localAddress);
        closeFuture().addListener(future -> deleteFile((DomainSocketAddress) localAddress));
        socket.listen(config.getBacklog());
        setActive();
    }

    private static void deleteFile(DomainSocketAddress address) {
        try {
            UnixAddresses.deleteFile(address);
        } catch (IOException e) {
            LOGGER.debug("{}: not deleted", address, e);
        }
    }

    @Override
    protected void doBeginRead() {
        acceptor.beginRead();
    }

    @Override
    void stopReading() {
        acceptor.stop();
    }

    @Override
    void resume() {
        acceptor.resume();
    }

    @Override
    void startConnect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        promise.setFailure(new UnsupportedOperationException("connect of a server channel"));
    }

    @Override
    boolean holdsFlushes() {
        return false;
    }

    @Override
    Executor closeExecutor() {
        return null;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) {
        throw new UnsupportedOperationException("write to a server channel");
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        throw new UnsupportedOperationException("write to a server channel");
    }
}
