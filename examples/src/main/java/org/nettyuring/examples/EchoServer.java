// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;

/**
 * Sends back what it receives, and reads no faster than its client does: {@code EchoServer best|nio|epoll|uring [port]
 * [tls]}.
 */
public final class EchoServer extends ChannelInitializer<Channel> {
    private final SslContext tls;

    /** Makes channels echo; without TLS if that is null. */
    public EchoServer(SslContext tls) {
        this.tls = tls;
    }

    /** Prints the port it listens on; 0 or none is any. */
    public static void main(String[] args) throws Exception {
        final Transport transport = Transport.of(args);
        final EventLoopGroup group = transport.group().apply(Runtime.getRuntime().availableProcessors());
        final int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        final SslContext tls = args.length > 2 && args[2].equals("tls") ? Tls.selfSigned() : null;
        final Channel server = start(transport, group, port, tls);
        System.out.println("listening on " + server.localAddress());
        server.closeFuture().sync();
    }

    /** {@return a listening channel; without TLS if that is null} */
    public static Channel start(Transport transport, EventLoopGroup group, int port, SslContext tls)
            throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childHandler(new EchoServer(tls))
                .bind(port).sync().channel();
    }

    @Override
    protected void initChannel(Channel channel) {
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new Echo());
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            ctx.write(bytes, ctx.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            System.err.println(ctx.channel() + ": " + cause);
            ctx.close();
        }
    }
}
