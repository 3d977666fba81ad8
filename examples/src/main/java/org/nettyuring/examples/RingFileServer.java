// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.file.FileStatus;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.IoUringOpenOption;

/** Serves files below a directory, and ranges of them, by the ring: {@code RingFileServer uring directory port}. */
public final class RingFileServer extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Pattern BYTES = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
    private final Path root;
    private RingFileServer(Path root) { this.root = root; }

    /** Prints the port it listens on; 0 is any. */
    public static void main(String[] args) throws Exception {
        final Channel server = new ServerBootstrap().group(new IoUringEventLoopGroup())
                .channel(IoUringServerSocketChannel.class).childHandler(initializer(Path.of(args[1]).toRealPath()))
                .bind(Integer.parseInt(args[2])).sync().channel();
        System.out.println("listening on " + server.localAddress());
        server.closeFuture().sync();
    }

    /** {@return what makes channels of our transport serve the files below a real path} */
    public static ChannelInitializer<Channel> initializer(Path root) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel ch) {
                ch.pipeline().addLast(new HttpServerCodec(), new HttpServerKeepAliveHandler(),
                        new HttpObjectAggregator(65536), new FlowControlHandler(), new RingFileServer(root));
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        ctx.channel().config().setAutoRead(false); // the next request waits for the end of this answer
        final Path path = root.resolve("." + new QueryStringDecoder(request.uri()).path()).normalize();
        final Matcher range = BYTES.matcher(request.headers().get(HttpHeaderNames.RANGE, ""));
        final var nothing = ctx.executor().<FileStatus>newSucceededFuture(null);
        IoUringFile.open(ctx.channel().eventLoop(), path.startsWith(root) ? path : root, IoUringOpenOption.NO_SYMLINKS)
                .addListener((Future<IoUringFile> file) -> (file.isSuccess() ? file.getNow().statx() : nothing)
                        .addListener((Future<FileStatus> s) -> answer(ctx, file.getNow(), s.getNow(), range)));
    }

    private static void answer(ChannelHandlerContext ctx, IoUringFile file, FileStatus status, Matcher range) {
        final long size = status != null && status.isRegularFile() ? status.size() : -1;
        final boolean part = range.matches();
        final long from = part ? Long.parseLong(range.group(1)) : 0;
        final long to = !part || range.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(range.group(2)) + 1);
        final boolean good = size >= 0 && (from < to || !part);
        final DefaultHttpResponse head = new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(size < 0 ? 404 : !good ? 416 : part ? 206 : 200));
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, good ? to - from : 0);
        if (part) { head.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes " + from + "-" + (to - 1) + "/" + size); }
        ctx.write(head);
        send(ctx, file, from, good ? to : from);
    }

    private static void send(ChannelHandlerContext ctx, IoUringFile file, long from, long to) {
        if (from == to) {
            if (file != null) { file.close(); }
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            ctx.channel().config().setAutoRead(true);
            return;
        }
        file.read(from, (int) Math.min(65536, to - from)).addListener((Future<ByteBuf> read) -> {
            final ByteBuf bytes = read.isSuccess() ? read.getNow() : ctx.alloc().buffer(0);
            final long next = from + bytes.readableBytes();
            if (next == from) { ctx.close(); } // the file became shorter, or its disk fails
            ctx.writeAndFlush(new DefaultHttpContent(bytes)).addListener(done ->
                    send(ctx, file, next, done.isSuccess() ? to : next));
        });
    }
}
