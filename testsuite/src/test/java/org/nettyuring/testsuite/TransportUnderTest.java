// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.Locale;
import java.util.function.Supplier;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.channel.IoUringDomainDatagramChannel;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.channel.IoUringServerDomainSocketChannel;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoHandler;

/**
 * The transports that behaviour is compared across. {@link #selected()} is ours unless
 * {@code -Dorg.nettyuring.testsuite.transport=epoll} says otherwise: a test that fails with ours and passes with epoll
 * is our bug, one that fails with both is the environment's.
 */
public enum TransportUnderTest {
    NIO(NioIoHandler::newFactory, NioServerSocketChannel.class, NioSocketChannel.class),
    EPOLL(EpollIoHandler::newFactory, EpollServerSocketChannel.class, EpollSocketChannel.class),
    URING(Mode.selected()::ioHandlerFactory, IoUringServerSocketChannel.class, IoUringSocketChannel.class),
    /** Netty's own, with its default settings: a peer to be compared with. */
    NETTY_URING(() -> NettyUring.factory(false), NettyUring.SERVER, NettyUring.CLIENT),
    /** Netty's own with provided buffers. */
    NETTY_URING_BUFFERS(() -> NettyUring.factory(true), NettyUring.SERVER, NettyUring.CLIENT);

    private static final TransportUnderTest SELECTED = valueOf(System.getProperty(
            "org.nettyuring.testsuite.transport", "uring").toUpperCase(Locale.ROOT).replace('-', '_'));

    @SuppressWarnings("ImmutableEnumChecker") // a function, without state
    private final Supplier<IoHandlerFactory> factory;
    private final Class<? extends ServerSocketChannel> serverSocketChannel;
    private final Class<? extends SocketChannel> socketChannel;

    TransportUnderTest(Supplier<IoHandlerFactory> factory, Class<? extends ServerSocketChannel> serverSocketChannel,
            Class<? extends SocketChannel> socketChannel) {
        this.factory = factory;
        this.serverSocketChannel = serverSocketChannel;
        this.socketChannel = socketChannel;
    }

    /** {@return the transport whose turn it is} */
    public static TransportUnderTest selected() {
        return SELECTED;
    }

    /** {@return a factory of this transport's I/O handlers with default settings; ours those of the {@link Mode}} */
    public IoHandlerFactory ioHandlerFactory() {
        return factory.get();
    }

    /**
     * Makes a group of daemon threads.
     *
     * @param threads event loops
     * @return the group, the caller's to shut down
     */
    public EventLoopGroup newGroup(int threads) {
        String name = "testsuite-" + name().toLowerCase(Locale.ROOT);
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), ioHandlerFactory());
    }

    /**
     * Makes a group of loops that can be suspended and go on on another thread.
     *
     * @param threads event loops
     * @param chooser picks among them
     * @return the group, the caller's to shut down
     */
    public EventLoopGroup newMovableGroup(int threads, EventExecutorChooserFactory chooser) {
        IoHandlerFactory movable = switch (this) {
            case URING -> IoUringIoHandler.newFactory(Mode.selected().config().singleIssuer(false).build());
            case NETTY_URING, NETTY_URING_BUFFERS -> NettyUring.movableFactory(this == NETTY_URING_BUFFERS);
            default -> ioHandlerFactory();
        };
        return new MultiThreadIoEventLoopGroup(threads, null, chooser, movable);
    }

    /** {@return the TCP server channel} */
    public Class<? extends ServerChannel> serverSocketChannel() {
        return serverSocketChannel;
    }

    /** {@return the TCP channel} */
    public Class<? extends SocketChannel> socketChannel() {
        return socketChannel;
    }

    /**
     * Makes a UDP channel.
     *
     * @param family null for the machine's default
     * @return the channel, the caller's
     */
    public DatagramChannel datagramChannel(SocketProtocolFamily family) {
        return switch (this) {
            case NIO -> new NioDatagramChannel(family);
            case EPOLL -> new EpollDatagramChannel(family);
            case URING -> new IoUringDatagramChannel(family);
            case NETTY_URING, NETTY_URING_BUFFERS -> NettyUring.datagram(family);
        };
    }

    /** {@return a Unix domain datagram channel; only epoll and ours have them} */
    public DomainDatagramChannel domainDatagramChannel() {
        return switch (this) {
            case EPOLL -> new EpollDomainDatagramChannel();
            case URING -> new IoUringDomainDatagramChannel();
            default -> throw new UnsupportedOperationException(this + " has no Unix domain datagrams");
        };
    }

    /**
     * A TCP server of this transport.
     *
     * @param group loops of this transport
     * @return a bootstrap without handler and address
     */
    public ServerBootstrap serverBootstrap(EventLoopGroup group) {
        ServerBootstrap bootstrap = new ServerBootstrap().group(group).channel(serverSocketChannel);
        return this != NETTY_URING_BUFFERS ? bootstrap
                : bootstrap.childOption(NettyUring.BUFFER_GROUP, NettyUring.BGID);
    }

    /**
     * A TCP client of this transport.
     *
     * @param group loops of this transport
     * @return a bootstrap without handler
     */
    public Bootstrap bootstrap(EventLoopGroup group) {
        Bootstrap bootstrap = new Bootstrap().group(group).channel(socketChannel);
        return this == NETTY_URING_BUFFERS ? bootstrap.option(NettyUring.BUFFER_GROUP, NettyUring.BGID) : bootstrap;
    }

    /**
     * A Unix domain socket server of this transport; not of NIO, whose addresses are of another type.
     *
     * @param group loops of this transport
     * @return a bootstrap without handler and address
     */
    public ServerBootstrap unixServerBootstrap(EventLoopGroup group) {
        return new ServerBootstrap().group(group)
                .channel(this == EPOLL ? EpollServerDomainSocketChannel.class : IoUringServerDomainSocketChannel.class);
    }

    /**
     * A Unix domain socket client of this transport; not of NIO, whose addresses are of another type.
     *
     * @param group loops of this transport
     * @return a bootstrap without handler
     */
    public Bootstrap unixBootstrap(EventLoopGroup group) {
        return new Bootstrap().group(group)
                .channel(this == EPOLL ? EpollDomainSocketChannel.class : IoUringDomainSocketChannel.class);
    }

    /**
     * Has connections send without copying whatever they send, where the transport can.
     *
     * @param bootstrap of a TCP server of this transport
     */
    public void sendWithoutCopying(ServerBootstrap bootstrap) {
        switch (this) {
            case URING -> bootstrap.childOption(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, 1);
            case NETTY_URING, NETTY_URING_BUFFERS -> bootstrap.childOption(NettyUring.ZERO_COPY_THRESHOLD, 1);
            default -> {
                // copies
            }
        }
    }
}
