// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;

/**
 * Connects each client to a backend, on the same loop, and passes bytes both ways; reads from either side only when
 * the other has taken what was read. Without auto-read.
 */
final class RelayInitializer extends ChannelInitializer<Channel> {
    private final Bootstrap backend;

    RelayInitializer(Bootstrap backend) {
        this.backend = backend;
    }

    @Override
    protected void initChannel(Channel client) {
        backend.clone().group(client.eventLoop()).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel server) {
                server.pipeline().addLast(new Relay(client));
                client.pipeline().addLast(new Relay(server));
            }
        }).connect().addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                System.err.println("backend: " + connected.cause());
                client.close();
                return;
            }
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
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            peer.write(bytes, peer.voidPromise());
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
            System.err.println(ctx.channel() + ": " + cause);
            ctx.close();
        }
    }
}
