// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.SystemPropertyUtil;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A transport that works here, and the reason for it: io_uring where a ring works in this process, else epoll where
 * its native library loads, else NIO. Everything that a bootstrap must be told about its transport is here:
 *
 * <pre>{@code
 * NettyTransport transport = NettyTransport.best();
 * EventLoopGroup group = transport.newGroup();
 * new ServerBootstrap().group(group).channel(transport.serverSocketChannel())...
 * }</pre>
 *
 * <p>{@code -Dorg.nettyuring.transport=auto|uring|epoll|nio} decides what {@link #best()} is; a value that is none of
 * these is warned of and ignored, and a transport that is not available is warned of and gone past, so that a server
 * starts in any case. Immutable; any thread.
 */
public final class NettyTransport {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(NettyTransport.class);

    private final String name;
    private final String reason;
    private final TransportParts parts;

    private NettyTransport(String name, String reason) {
        this.name = name;
        this.reason = reason;
        parts = TransportParts.of(name);
    }

    private static final class Best {
        static final NettyTransport TRANSPORT = choose();

        private static NettyTransport choose() {
            String wanted = SystemPropertyUtil.get(TransportChoice.PROPERTY, TransportChoice.AUTO);
            LOGGER.debug("-D{}: {}", TransportChoice.PROPERTY, wanted);
            TransportChoice choice = TransportChoice.make(wanted, TransportParts::unavailabilityCause);
            if (!choice.warning().isEmpty()) {
                LOGGER.warn(choice.warning());
            }
            LOGGER.info("transport: {} ({})", choice.name(), choice.reason());
            return new NettyTransport(choice.name(), choice.reason());
        }
    }

    /**
     * The best transport that works in this process. Found out by the first call, in some ten milliseconds, and logged
     * once at INFO with the reason.
     *
     * @return always the same
     */
    public static NettyTransport best() {
        return Best.TRANSPORT;
    }

    /**
     * The transport of that name. Loads nothing of the others.
     *
     * @param name {@code "uring"}, {@code "epoll"} or {@code "nio"}
     * @return the transport
     * @throws IllegalArgumentException if there is none of that name
     * @throws UnsupportedOperationException if it does not work in this process, with the cause and the remedy
     */
    public static NettyTransport of(String name) {
        TransportChoice.checkName(name);
        Throwable cause = TransportParts.unavailabilityCause(name);
        if (cause != null) {
            throw new UnsupportedOperationException("transport: " + TransportChoice.label(name)
                    + " is not available: " + TransportChoice.describe(cause), cause);
        }
        return new NettyTransport(name, "asked for by name");
    }

    /** {@return {@code "uring"}, {@code "epoll"} or {@code "nio"}} */
    public String name() {
        return name;
    }

    /** {@return why it is this transport, and why not those that would be better; for people} */
    public String reason() {
        return reason;
    }

    /** {@return a group of Netty's default number of loops, the caller's to shut down} */
    public IoEventLoopGroup newGroup() {
        return newGroup(0);
    }

    /**
     * Makes loops.
     *
     * @param nThreads how many; 0 for Netty's default
     * @return the group, the caller's to shut down
     */
    public IoEventLoopGroup newGroup(int nThreads) {
        return newGroup(nThreads, (ThreadFactory) null);
    }

    /**
     * Makes Netty's default number of loops.
     *
     * @param threadFactory makes their threads
     * @return the group, the caller's to shut down
     */
    public IoEventLoopGroup newGroup(ThreadFactory threadFactory) {
        return newGroup(0, threadFactory);
    }

    /**
     * Makes loops. With io_uring it is an {@link IoUringEventLoopGroup}.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param threadFactory makes their threads; null for the default
     * @return the group, the caller's to shut down
     */
    @SuppressWarnings("overloads") // the pair that Netty's groups have as constructors
    public IoEventLoopGroup newGroup(int nThreads, @Nullable ThreadFactory threadFactory) {
        if (name.equals(TransportChoice.URING)) {
            return new IoUringEventLoopGroup(nThreads, threadFactory);
        }
        return new MultiThreadIoEventLoopGroup(nThreads,
                threadFactory == null ? new DefaultThreadFactory(name + "EventLoopGroup") : threadFactory,
                parts.handlers());
    }

    /**
     * Makes loops. With io_uring it is an {@link IoUringEventLoopGroup}.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param executor runs each loop, for the loop's whole life; null for the default
     * @return the group, the caller's to shut down
     */
    @SuppressWarnings("overloads") // the pair that Netty's groups have as constructors
    public IoEventLoopGroup newGroup(int nThreads, @Nullable Executor executor) {
        return name.equals(TransportChoice.URING) ? new IoUringEventLoopGroup(nThreads, executor)
                : new MultiThreadIoEventLoopGroup(nThreads, executor, parts.handlers());
    }

    /** {@return the handlers of a {@link MultiThreadIoEventLoopGroup}, for those who make groups themselves} */
    public IoHandlerFactory ioHandlerFactory() {
        return parts.handlers();
    }

    /** {@return the class of listening TCP channels} */
    public Class<? extends ServerSocketChannel> serverSocketChannel() {
        return parts.server();
    }

    /** {@return the class of TCP channels} */
    public Class<? extends SocketChannel> socketChannel() {
        return parts.client();
    }

    /** {@return the class of UDP channels} */
    public Class<? extends DatagramChannel> datagramChannel() {
        return parts.datagram();
    }

    /** {@return the class of listening Unix stream channels; their addresses are {@link #domainSocketAddress}'} */
    public Class<? extends ServerChannel> serverDomainSocketChannel() {
        return parts.unixServer();
    }

    /** {@return the class of Unix stream channels; their addresses are {@link #domainSocketAddress}'} */
    public Class<? extends DuplexChannel> domainSocketChannel() {
        return parts.unixClient();
    }

    /**
     * The class of Unix datagram channels, which NIO does not have.
     *
     * @return the class
     * @throws UnsupportedOperationException with NIO, with the reason why this transport is NIO
     */
    public Class<? extends DomainDatagramChannel> domainDatagramChannel() {
        if (parts.unixDatagram() == null) {
            throw new UnsupportedOperationException("nio: no Unix datagram channels: the JDK has Unix sockets for "
                    + "streams only; io_uring and epoll have them (this transport: " + reason + ")");
        }
        return parts.unixDatagram();
    }

    /**
     * The address of a Unix socket, of the type that this transport's channels take.
     *
     * @param path of the socket
     * @return the address
     */
    public SocketAddress domainSocketAddress(Path path) {
        return name.equals(TransportChoice.NIO)
                ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path.toString());
    }

    @Override
    public String toString() {
        return name + " (" + reason + ")";
    }
}
