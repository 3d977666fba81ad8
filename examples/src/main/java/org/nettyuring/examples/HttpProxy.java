// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpServerCodec;

/**
 * Passes HTTP on to one server, and reads from either side only when the other has taken what was read:
 * {@code HttpProxy best|nio|epoll|uring port backend-host backend-port}.
 */
public final class HttpProxy extends ChannelInitializer<Channel> {
    private final Bootstrap backend;

    private HttpProxy(Bootstrap backend) {
        this.backend = backend;
    }

    /** Prints the port it listens on; 0 is any. */
    public static void main(String[] args) throws InterruptedException {
        final Transport transport = Transport.of(args);
        final EventLoopGroup group = transport.group().apply(Runtime.getRuntime().availableProcessors());
        final int port = Integer.parseInt(args[1]);
        final Channel server = start(transport, group, port, args[2], Integer.parseInt(args[3]));
        System.out.println("listening on " + server.localAddress());
        server.closeFuture().sync();
    }

    /** {@return a listening channel} */
    public static Channel start(Transport transport, EventLoopGroup group, int port, String host, int hostPort)
            throws InterruptedException {
        final Bootstrap backend = new Bootstrap().channel(transport.client())
                .option(ChannelOption.AUTO_READ, false)
                .remoteAddress(host, hostPort);
        return new ServerBootstrap().group(group).channel(transport.server())
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new HttpProxy(backend))
                .bind(port).sync().channel();
    }

    @Override
    protected void initChannel(Channel client) {
        client.pipeline().addLast(new HttpServerCodec());
        backend.clone().group(client.eventLoop()).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel server) {
                server.pipeline().addLast(new HttpClientCodec(), new Relay(client));
                client.pipeline().addLast(new Relay(server));
            }
        }).connect().addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) { client.close(); }
            client.read();
            connected.channel().read();
        });
    }

    private static final class Relay extends ChannelInboundHandlerAdapter {
        private final Channel peer;

        private Relay(Channel peer) {
            this.peer = peer;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object part) {
            if (part instanceof HttpMessage head) {
                head.headers().add("Via", "1.1 nettyuring");
            }
            peer.write(part);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> ctx.read());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> peer.close());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
