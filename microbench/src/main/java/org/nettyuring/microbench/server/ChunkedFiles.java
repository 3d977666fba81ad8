// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedFile;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** Answers every request with one file, read by the loop in chunks: what a server does that has to see the bytes. */
final class ChunkedFiles extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int CHUNK_BYTES = 65536;

    private final File file;

    private ChunkedFiles(Path file) {
        this.file = file.toFile();
    }

    /** {@return a connection's handlers} */
    static ChannelHandler[] handlers(Path file) {
        return new ChannelHandler[] {
            new HttpServerCodec(), new HttpObjectAggregator(CHUNK_BYTES), new ChunkedWriteHandler(),
            new ChunkedFiles(file)};
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) throws IOException {
        final HttpResponse head = new DefaultHttpResponse(HTTP_1_1, OK);
        head.headers().set(CONTENT_LENGTH, file.length());
        ctx.write(head);
        ctx.writeAndFlush(new HttpChunkedInput(new ChunkedFile(file, CHUNK_BYTES)));
    }
}
