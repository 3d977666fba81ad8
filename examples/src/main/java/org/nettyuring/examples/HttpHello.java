// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/** Says hello over HTTP/1.1, keeping connections alive: {@code HttpHello best|nio|epoll|uring [port]}. */
public final class HttpHello extends ChannelInitializer<Channel> {
    private static final byte[] HELLO = "Hello, World!".getBytes(US_ASCII);
    private static final ByteBuf CONTENT =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(HELLO.length).writeBytes(HELLO)).asReadOnly();

    /** Prints the port it listens on; 0 or none is any. */
    public static void main(String[] args) throws InterruptedException {
        final Transport transport = Transport.of(args);
        final EventLoopGroup group = transport.group().apply(Runtime.getRuntime().availableProcessors());
        final int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        final Channel server = start(transport, group, port);
        System.out.println("listening on " + server.localAddress());
        server.closeFuture().sync();
    }

    /** {@return a listening channel} */
    public static Channel start(Transport transport, EventLoopGroup group, int port) throws InterruptedException {
        return new ServerBootstrap().group(group).channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childHandler(new HttpHello())
                .bind(port).sync().channel();
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new Hello());
    }

    private static final class Hello extends SimpleChannelInboundHandler<HttpObject> {
        private HttpRequest request;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part instanceof HttpRequest head) {
                request = head;
            }
            if (part.decoderResult().isFailure()) {
                respond(ctx, BAD_REQUEST, false);
            } else if (part instanceof LastHttpContent) {
                respond(ctx, OK, HttpUtil.isKeepAlive(request));
            }
        }

        private void respond(ChannelHandlerContext ctx, HttpResponseStatus status, boolean keepAlive) {
            final FullHttpResponse hello =
                    new DefaultFullHttpResponse(request.protocolVersion(), status, CONTENT.duplicate());
            hello.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
            hello.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, HELLO.length);
            HttpUtil.setKeepAlive(hello, keepAlive);
            final ChannelFuture written = ctx.write(hello);
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
