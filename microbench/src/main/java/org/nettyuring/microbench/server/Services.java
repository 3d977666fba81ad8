// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.examples.EchoServer;
import org.nettyuring.examples.FileServer;
import org.nettyuring.examples.HttpHello;
import org.nettyuring.examples.RingFileServer;
import org.nettyuring.examples.Tls;
import org.nettyuring.microbench.run.BytePattern;
import org.nettyuring.microbench.server.ServerTransport.Kind;

/**
 * The servers by name.
 *
 * @param transport what they run on
 * @param group its one loop
 * @param messageBytes the row's length: of a chunk of a download, of a file
 * @param directory where a server may make files and sockets
 * @param backendPort where a proxy connects
 */
record Services(
        ServerTransport transport, EventLoopGroup group, int messageBytes, Path directory, int backendPort) {
    /** The name of the socket, or of the file, in the directory. */
    static final String FILE = "file";

    private static final long IDLE_SECONDS = 1;

    /** {@return what kind of sockets a service has} */
    static Kind kind(String service) {
        return service.startsWith("tasks-") ? Kind.NONE : service.startsWith("udp-") ? Kind.DATAGRAM : Kind.STREAM;
    }

    /**
     * Starts one.
     *
     * @return the channel that listens
     * @throws IllegalArgumentException if there is no service of that name
     */
    Channel start(String service) throws Exception {
        return switch (service) {
            case "echo" -> listen(new EchoServer(null));
            case "echo-idle" -> listen(initializing(() -> new ChannelHandler[] {
                new IdleStateHandler(IDLE_SECONDS, IDLE_SECONDS, IDLE_SECONDS, TimeUnit.SECONDS),
                new EchoServer(null)}));
            case "echo-poll" -> listenOnRing(() -> new ChannelHandler[] {new PollEcho()});
            case "echo-ops" -> listenOnRing(() -> new ChannelHandler[] {new OpsEcho()});
            case "echo-urgent" -> listen(initializing(() -> new ChannelHandler[] {new PriorityEcho(true)}));
            case "echo-equal" -> listen(initializing(() -> new ChannelHandler[] {new PriorityEcho(false)}));
            case "http" -> listen(new HttpHello());
            case "http-read" -> listenWithoutAutoRead(() -> new ChannelHandler[] {new ReadOnDemand(), new HttpHello()});
            case "http-tls" -> {
                final SslContext tls = Tls.selfSigned();
                yield listen(initializing(() -> new ChannelHandler[] {handler(tls), new HttpHello()}));
            }
            case "http-tls-read" -> {
                final SslContext tls = Tls.selfSigned();
                yield listenWithoutAutoRead(
                        () -> new ChannelHandler[] {handler(tls), new ReadOnDemand(), new HttpHello()});
            }
            case "unix-echo" -> transport.listeningOnPath(group).childHandler(new EchoServer(null))
                    .bind(transport.unixAddress().apply(directory.resolve(FILE))).sync().channel();
            case "udp-echo" -> datagrams();
            case "download" -> listen(initializing(() -> new ChannelHandler[] {new Download(messageBytes)}));
            case "upload" -> listen(initializing(() -> new ChannelHandler[] {new Upload()}));
            case "file" -> listen(FileServer.initializer(null, withFile()));
            case "file-read" -> readFiles();
            case "proxy" -> proxy();
            default -> throw new IllegalArgumentException("no such service: " + service);
        };
    }

    /** Only our loops take polls and operations of their user's; others echo as usual, to be compared with. */
    private Channel listenOnRing(Handlers handlers) throws InterruptedException {
        return group instanceof IoUringEventLoopGroup ? listenWithoutAutoRead(handlers) : listen(new EchoServer(null));
    }

    private Channel listen(ChannelHandler handler) throws InterruptedException {
        return bound(transport.listening(group).childHandler(handler));
    }

    private Channel listenWithoutAutoRead(Handlers handlers) throws InterruptedException {
        return bound(transport.listening(group)
                .childOption(ChannelOption.AUTO_READ, false).childHandler(initializing(handlers)));
    }

    private static Channel bound(ServerBootstrap bootstrap) throws InterruptedException {
        return bootstrap.bind(0).sync().channel();
    }

    private Channel datagrams() throws InterruptedException {
        final Bootstrap bootstrap = new Bootstrap().group(group).channel(transport.datagram())
                .handler(new DatagramEcho());
        transport.datagramOptions()
                .forEach((option, value) -> bootstrap.option(ServerTransport.generic(option), value));
        return bootstrap.bind(0).sync().channel();
    }

    private Path withFile() throws Exception {
        final ByteBuffer content = ByteBuffer.allocate(messageBytes);
        BytePattern.fill(content);
        Files.write(directory.resolve(FILE), content.array());
        return directory.toRealPath();
    }

    /** Not moved, but read, as a server must that changes the bytes: by the ring where that is ours. */
    private Channel readFiles() throws Exception {
        final Path root = withFile();
        return listen(transport.tcp() == IoUringServerSocketChannel.class
                ? RingFileServer.initializer(root)
                : initializing(() -> ChunkedFiles.handlers(root.resolve(FILE))));
    }

    private Channel proxy() throws InterruptedException {
        final Bootstrap backend = new Bootstrap().channel(transport.client())
                .option(ChannelOption.AUTO_READ, false)
                .remoteAddress("127.0.0.1", backendPort);
        transport.streamOptions()
                .forEach((option, value) -> backend.option(ServerTransport.generic(option), value));
        return bound(transport.listening(group)
                .childOption(ChannelOption.AUTO_READ, false).childHandler(new RelayInitializer(backend)));
    }

    private static ChannelHandler handler(SslContext tls) {
        return tls.newHandler(ByteBufAllocator.DEFAULT);
    }

    private static ChannelInitializer<Channel> initializing(Handlers handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers.make());
            }
        };
    }

    private interface Handlers {
        ChannelHandler[] make();
    }
}
