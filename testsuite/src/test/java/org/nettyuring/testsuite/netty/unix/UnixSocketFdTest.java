// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.netty.unix;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.AbstractSocketTest;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.testsuite.UnixNames;

/** What Netty's transports with Unix sockets test of passing descriptors; it is not in the published suite. */
class UnixSocketFdTest extends AbstractSocketTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
        return UnixTestPermutation.pairs();
    }

    @Override
    protected SocketAddress newSocketAddress() {
        return UnixNames.path();
    }

    @Test
    @Timeout(30)
    void shouldPassADescriptor(TestInfo testInfo) throws Throwable {
        run(testInfo, UnixSocketFdTest::passDescriptor);
    }

    private static void passDescriptor(ServerBootstrap sb, Bootstrap cb) throws Throwable {
        IoUringDomainSocketChannel passed = new IoUringDomainSocketChannel();
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        sb.childHandler(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext ctx) {
                ctx.writeAndFlush(passed.fd()).addListener(future -> {
                    if (!future.isSuccess()) {
                        received.add(future.cause());
                    }
                });
            }
        });
        cb.option(UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS);
        cb.handler(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                received.add(msg);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                received.add(cause);
            }
        });
        Channel server = sb.bind().sync().channel();
        Channel client = cb.connect(server.localAddress()).sync().channel();
        Object first = received.poll(20, TimeUnit.SECONDS);
        client.close().sync();
        server.close().sync();
        passed.unsafe().closeForcibly();
        assertThat(first).isInstanceOf(FileDescriptor.class);
        FileDescriptor descriptor = (FileDescriptor) first;
        assertThat(descriptor.isOpen()).isTrue();
        descriptor.close();
        assertThat(descriptor.isOpen()).isFalse();
        assertThat(received).isEmpty();
    }
}
