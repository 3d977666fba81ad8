// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerDomainSocketChannel;
import org.nettyuring.examples.Transport;

/**
 * What a server must say about its transport, for every kind of socket.
 *
 * @param group makes an event loop group of that many threads
 * @param tcp the class of listening TCP channels
 * @param client the class of connecting TCP channels
 * @param unix the class of listening Unix channels
 * @param unixAddress makes the address of a Unix socket
 * @param datagram the class of UDP channels
 * @param streamOptions options of every connection
 * @param datagramOptions options of every UDP channel
 */
record ServerTransport(
        IntFunction<EventLoopGroup> group,
        Class<? extends ServerChannel> tcp,
        Class<? extends Channel> client,
        Class<? extends ServerChannel> unix,
        Function<Path, SocketAddress> unixAddress,
        Class<? extends DatagramChannel> datagram,
        Map<ChannelOption<?>, Object> streamOptions,
        Map<ChannelOption<?>, Object> datagramOptions) {

    private static final String ONLY_DATAGRAMS = "recvmmsg is for datagrams only; see epoll";
    private static final String ONLY_STREAMS = "Netty's buffer ring is for streams only; see netty-uring";

    private static final short BGID = 0;
    private static final short RING_BUFFERS = 4096;
    private static final int RING_BUFFER_BYTES = 2048;
    private static final int RING_BATCH = 64;
    private static final int SPIN_MICROS = 100;
    private static final int MOST_DATAGRAM_BYTES = 2048;
    private static final int DATAGRAMS_AT_ONCE = 32;

    /**
     * Finds a transport; loads nothing of the others. A way to configure one that users have, too, is a name of its
     * own here and needs nothing else.
     *
     * @throws IllegalArgumentException for an unknown name, or one that means nothing to that kind of server
     */
    static ServerTransport of(String name, Kind kind) {
        return switch (name) {
            case "epoll-recvmmsg" -> {
                require(kind == Kind.DATAGRAM, ONLY_DATAGRAMS);
                yield epoll().with(Map.of(), Map.of(
                        EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MOST_DATAGRAM_BYTES,
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MOST_DATAGRAM_BYTES * DATAGRAMS_AT_ONCE)));
            }
            case "netty-uring-bufring" -> {
                require(kind == Kind.STREAM, ONLY_STREAMS);
                yield nettyUring(ServerTransport::groupWithBufferRing)
                        .with(Map.of(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BGID), Map.of());
            }
            case "nio" -> of(Transport.of(name), NioServerDomainSocketChannel.class,
                    UnixDomainSocketAddress::of, NioDatagramChannel.class);
            case "epoll" -> epoll();
            case "netty-uring" -> nettyUring(Transport.of(name).group());
            case "uring" -> uring(Transport.of(name).group());
            case "uring-spin" -> uring(ServerTransport::groupThatSpins);
            default -> throw new IllegalArgumentException("no such transport: " + name);
        };
    }

    /** What kind of sockets a server has. */
    enum Kind { STREAM, DATAGRAM, NONE }

    /** {@return a bootstrap of TCP servers, connections' options set} */
    ServerBootstrap listening(EventLoopGroup loops) {
        return streams(loops).channel(tcp);
    }

    /** {@return a bootstrap of servers on Unix sockets, connections' options set} */
    ServerBootstrap listeningOnPath(EventLoopGroup loops) {
        return streams(loops).channel(unix);
    }

    private ServerBootstrap streams(EventLoopGroup loops) {
        final ServerBootstrap bootstrap = new ServerBootstrap().group(loops).option(ChannelOption.SO_BACKLOG, 4096);
        streamOptions.forEach((option, value) -> bootstrap.childOption(generic(option), value));
        return bootstrap;
    }

    @SuppressWarnings("unchecked") // the map holds values that fit
    static ChannelOption<Object> generic(ChannelOption<?> option) {
        return (ChannelOption<Object>) option;
    }

    private ServerTransport with(Map<ChannelOption<?>, Object> ofStreams, Map<ChannelOption<?>, Object> ofDatagrams) {
        return new ServerTransport(group, tcp, client, unix, unixAddress, datagram, ofStreams, ofDatagrams);
    }

    private static ServerTransport of(Transport tcp, Class<? extends ServerChannel> unix,
            Function<Path, SocketAddress> unixAddress, Class<? extends DatagramChannel> datagram) {
        return new ServerTransport(tcp.group(), tcp.server(), tcp.client(), unix, unixAddress, datagram,
                Map.of(), Map.of());
    }

    private static ServerTransport epoll() {
        return of(Transport.of("epoll"), EpollServerDomainSocketChannel.class, ServerTransport::domain,
                EpollDatagramChannel.class);
    }

    private static ServerTransport nettyUring(IntFunction<EventLoopGroup> group) {
        final Transport tcp = Transport.of("netty-uring");
        return of(new Transport(group, tcp.server(), tcp.client()),
                io.netty.channel.uring.IoUringServerDomainSocketChannel.class, ServerTransport::domain,
                io.netty.channel.uring.IoUringDatagramChannel.class);
    }

    private static ServerTransport uring(IntFunction<EventLoopGroup> group) {
        final Transport tcp = Transport.of("uring");
        return of(new Transport(group, tcp.server(), tcp.client()), IoUringServerDomainSocketChannel.class,
                ServerTransport::domain, IoUringDatagramChannel.class);
    }

    private static EventLoopGroup groupThatSpins(int threads) {
        return new IoUringEventLoopGroup(
                threads, org.nettyuring.loop.IoUringIoHandlerConfig.builder().spin(SPIN_MICROS).build());
    }

    private static EventLoopGroup groupWithBufferRing(int threads) {
        final IoUringBufferRingConfig ring = IoUringBufferRingConfig.builder()
                .bufferGroupId(BGID).bufferRingSize(RING_BUFFERS).batchSize(RING_BATCH)
                .allocator(new IoUringFixedBufferRingAllocator(PooledByteBufAllocator.DEFAULT, RING_BUFFER_BYTES))
                .build();
        final IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setBufferRingConfig(ring);
        return new MultiThreadIoEventLoopGroup(threads, IoUringIoHandler.newFactory(config));
    }

    private static SocketAddress domain(Path path) {
        return new DomainSocketAddress(path.toString());
    }

    private static void require(boolean sensible, String reason) {
        if (!sensible) {
            throw new IllegalArgumentException(reason);
        }
    }
}
