// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.packaging;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nettyuring.channel.IoUring;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.metrics.Metric;

/**
 * A user's program, as far as packaging goes: it names our public classes and Netty's, sends bytes through an echo and
 * says what it ran on. Compiled once more as a module, put into a bundle, and relocated together with Netty.
 */
public final class PackagedEcho {
    private static final int BYTES = 100_000;

    private PackagedEcho() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        IoUring.ensureAvailability();
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1);
        Channel server = new ServerBootstrap().group(group).channel(IoUringServerSocketChannel.class)
                .childHandler(new Echo()).bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        int echoed = exchange(group, (InetSocketAddress) server.localAddress());
        System.out.println("echoed: " + echoed);
        System.out.println("received: " + group.metrics().total().get(Metric.BYTES_RECEIVED));
        System.out.println("channel: " + Channel.class.getName());
        System.out.println("module: " + IoUring.class.getModule().getName());
        server.close().sync();
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        System.out.println("ended");
    }

    private static int exchange(EventLoopGroup group, InetSocketAddress server) throws InterruptedException {
        Count count = new Count();
        Channel client = new Bootstrap().group(group).channel(IoUringSocketChannel.class).handler(count)
                .connect(server).sync().channel();
        client.writeAndFlush(Unpooled.wrappedBuffer(new byte[BYTES])).sync();
        count.done.await(20, TimeUnit.SECONDS);
        client.close().sync();
        return count.bytes;
    }

    private static final class Count extends SimpleChannelInboundHandler<ByteBuf> {
        private final CountDownLatch done = new CountDownLatch(1);
        private int bytes; // by the loop; read after the latch

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
            bytes += msg.readableBytes();
            if (bytes == BYTES) {
                done.countDown();
            }
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush(msg);
        }
    }
}
