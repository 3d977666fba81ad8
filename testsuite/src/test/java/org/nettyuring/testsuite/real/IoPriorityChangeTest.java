// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.op.IoPriority;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Loops;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** A priority applies to channels that have been receiving, or accepting, for long. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class IoPriorityChangeTest {
    private final IoUringEventLoopGroup group = Mode.selected().newGroup(1);
    private final EventLoop loop = group.next();
    private final Queue<IoPriority> delivered = new ConcurrentLinkedQueue<>();
    private final Recorder recorder = new Recorder();

    @Sharable
    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            delivered.add(ctx.channel().config().getOption(IoUringChannelOption.IO_PRIORITY));
            if (msg instanceof Channel accepted) {
                accepted.unsafe().closeForcibly();
            } else {
                ReferenceCountUtil.release(msg);
            }
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    private void prioritize(Channel low, Channel high) throws InterruptedException {
        low.config().setOption(IoUringChannelOption.IO_PRIORITY, IoPriority.LOW);
        high.config().setOption(IoUringChannelOption.IO_PRIORITY, IoPriority.HIGH);
        Loops.awaitTurns(loop, 4); // what receives has been armed anew
    }

    private void awaitTheUrgentFirst() {
        Await.until("both came", () -> delivered.size() == 2);
        assertThat(delivered).containsExactly(IoPriority.HIGH, IoPriority.LOW);
    }

    @Test
    void shouldDeliverDatagramsOfTheUrgentChannelFirst() throws Exception {
        Bootstrap bootstrap = new Bootstrap().group(group).channel(IoUringDatagramChannel.class).handler(recorder);
        InetAddress here = InetAddress.getLoopbackAddress();
        Channel low = bootstrap.bind(here, 0).sync().channel();
        Channel high = bootstrap.bind(here, 0).sync().channel();
        prioritize(low, high);
        CountDownLatch goOn = Loops.block(loop);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (Channel to : List.of(low, high)) {
                socket.send(new DatagramPacket(new byte[8], 8, to.localAddress()));
            }
        }
        goOn.countDown();
        awaitTheUrgentFirst();
        low.close().sync();
        high.close().sync();
    }

    @Test
    void shouldAcceptAtTheUrgentListenerFirst() throws Exception {
        ServerBootstrap bootstrap = new ServerBootstrap().group(group).channel(IoUringServerSocketChannel.class)
                .handler(recorder).childHandler(recorder);
        InetAddress here = InetAddress.getLoopbackAddress();
        Channel low = bootstrap.bind(here, 0).sync().channel();
        Channel high = bootstrap.bind(here, 0).sync().channel();
        prioritize(low, high);
        CountDownLatch goOn = Loops.block(loop);
        for (Channel to : List.of(low, high)) {
            InetSocketAddress address = (InetSocketAddress) to.localAddress();
            new Socket(address.getAddress(), address.getPort()).close();
        }
        goOn.countDown();
        awaitTheUrgentFirst();
        low.close().sync();
        high.close().sync();
    }
}
