// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.channel.IoUringServerDomainSocketChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.simulation.SimulatedLoop;

/** Descriptors that come when the process may not open more. */
class DescriptorLimitTest {
    private static final DomainSocketAddress NAME = new DomainSocketAddress("\0limit");
    private static final int TURNS = 20;

    private final FakeKernel kernel = new FakeKernel(FaultPlan.quiet(1));
    private final List<String> events = new ArrayList<>();

    @Test
    void shouldTellThatADescriptorWasLostAndGoOn() throws Exception {
        SimulatedLoop loop = new SimulatedLoop(kernel, IoUringIoHandlerConfig.builder());
        Channel server = new ServerBootstrap().group(loop.eventLoop())
                .channelFactory(() -> new IoUringServerDomainSocketChannel(kernel))
                .childOption(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
                .childOption(ChannelOption.ALLOCATOR, kernel.allocator())
                .childHandler(new Recorder()).bind(NAME).channel();
        loop.turn();
        Channel client = new Bootstrap().group(loop.eventLoop())
                .channelFactory(() -> new IoUringDomainSocketChannel(kernel))
                .option(ChannelOption.ALLOCATOR, kernel.allocator())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {}
                }).connect(NAME).channel();
        turns(loop);
        int fd = kernel.eventfd(1, 0);
        kernel.descriptorLimit((int) kernel.leaks().stream().filter(leak -> leak.startsWith("fd ")).count());
        client.writeAndFlush(new FileDescriptor(fd));
        turns(loop);
        kernel.descriptorLimit(1000);
        client.writeAndFlush(new FileDescriptor(fd));
        turns(loop);
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).contains("MSG_CTRUNC", "ulimit -n");
        assertThat(events.get(1)).isEqualTo("descriptor");
        kernel.close(fd);
        client.close();
        server.close();
        turns(loop);
        loop.close();
    }

    private static void turns(SimulatedLoop loop) {
        for (int i = 0; i < TURNS; i++) {
            loop.turn();
        }
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) throws IOException {
            ((FileDescriptor) msg).close();
            events.add("descriptor");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add(String.valueOf(cause.getMessage()));
        }
    }
}
