// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedFile;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves the files below a directory: {@code FileServer best|nio|epoll|uring directory [port] [tls]}. */
public final class FileServer extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Path root;

    private FileServer(Path root) {
        this.root = root;
    }

    /** Prints the port it listens on; 0 or none is any. */
    public static void main(String[] args) throws Exception {
        final Transport transport = Transport.of(args);
        final EventLoopGroup group = transport.group().apply(Runtime.getRuntime().availableProcessors());
        final int port = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        final SslContext tls = args.length > 3 && args[3].equals("tls") ? Tls.selfSigned() : null;
        final Channel server = start(transport, group, port, tls, Path.of(args[1]).toRealPath());
        System.out.println("listening on " + server.localAddress());
        server.closeFuture().sync();
    }

    /** {@return a listening channel; without TLS if that is null} */
    public static Channel start(Transport transport, EventLoopGroup group, int port, SslContext tls, Path root)
            throws InterruptedException {
        return new ServerBootstrap().group(group).channel(transport.server())
                .childHandler(initializer(tls, root)).bind(port).sync().channel();
    }

    /** {@return what makes channels serve the files; without TLS if that is null} */
    public static ChannelInitializer<Channel> initializer(SslContext tls, Path root) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tls != null) { channel.pipeline().addLast(tls.newHandler(channel.alloc())); }
                channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(65536),
                        new ChunkedWriteHandler(), new FileServer(root));
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) throws IOException {
        final Path path = root.resolve("." + new QueryStringDecoder(request.uri()).path()).normalize();
        final boolean found = HttpMethod.GET.equals(request.method())
                && path.startsWith(root) && Files.isRegularFile(path);
        final long length = found ? Files.size(path) : 0;
        final HttpResponse head = new DefaultHttpResponse(HTTP_1_1, found ? OK : NOT_FOUND);
        head.headers().set(CONTENT_LENGTH, length);
        HttpUtil.setKeepAlive(head, HttpUtil.isKeepAlive(request));
        ctx.write(head);
        final ChannelFuture written;
        if (length > 0 && ctx.pipeline().get(SslHandler.class) != null) {
            written = ctx.writeAndFlush(new HttpChunkedInput(new ChunkedFile(path.toFile(), 65536)));
        } else {
            if (length > 0) { ctx.write(new DefaultFileRegion(path.toFile(), 0, length)); }
            written = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        if (!HttpUtil.isKeepAlive(request)) { written.addListener(ChannelFutureListener.CLOSE); }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
