// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Channels of sockets that were made elsewhere, in each state that such a socket can be in. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AdoptedSocketTest {
    private final Syscalls syscalls = NativeSyscalls.get();
    private NativeRegion loopback;
    private EventLoopGroup group;

    @BeforeEach
    void prepare() throws Exception {
        loopback = syscalls.allocate(SockaddrIn.SIZE, "127.0.0.1, any port");
        loopback.buffer().putShort(SockaddrIn.SIN_FAMILY_OFFSET, (short) SocketConstants.AF_INET);
        loopback.buffer().put(SockaddrIn.SIN_ADDR_OFFSET, NetUtil.LOCALHOST4.getAddress());
        group = TransportUnderTest.URING.newGroup(1);
    }

    @AfterEach
    void release() {
        loopback.close();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
    }

    private int socket() {
        int type = SocketConstants.SOCK_STREAM | SocketConstants.SOCK_CLOEXEC;
        int fd = syscalls.socket(SocketConstants.AF_INET, type, 0);
        assertThat(fd).isNotNegative();
        return fd;
    }

    @Test
    void shouldAcceptOnASocketThatListensAlready() throws Exception {
        int fd = socket();
        assertThat(syscalls.bind(fd, loopback.address(), SockaddrIn.SIZE)).isZero();
        assertThat(syscalls.listen(fd, 16)).isZero();
        IoUringServerSocketChannel server = new IoUringServerSocketChannel(fd);
        assertThat(server.isActive()).isTrue();
        assertThat(server.localAddress().getPort()).isPositive();
        serveOne(server);
    }

    private void serveOne(IoUringServerSocketChannel server) throws Exception {
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        server.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                ((Channel) msg).pipeline().addLast(new Echo());
                group.register((Channel) msg);
                accepted.complete((Channel) msg);
            }
        });
        group.register(server).sync();
        if (!server.isActive()) {
            server.bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0)).sync();
        }
        try (Socket client = new Socket(NetUtil.LOCALHOST4, server.localAddress().getPort())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            SocketChannelConfig config = (SocketChannelConfig) accepted.get(10, TimeUnit.SECONDS).config();
            assertThat(config.isTcpNoDelay()).as("its listener did not hand it down").isTrue();
        }
        accepted.get(10, TimeUnit.SECONDS).closeFuture().await(10, TimeUnit.SECONDS);
        server.close().sync();
    }

    @Test
    void shouldBindASocketThatDoesNotListenYet() throws Exception {
        IoUringServerSocketChannel server = new IoUringServerSocketChannel(socket());
        assertThat(server.isActive()).isFalse();
        serveOne(server);
    }

    @Test
    void shouldTalkOnASocketThatIsConnectedAlready() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, NetUtil.LOCALHOST4)) {
            loopback.buffer().put(SockaddrIn.SIN_PORT_OFFSET, (byte) (listener.getLocalPort() >>> 8));
            loopback.buffer().put(SockaddrIn.SIN_PORT_OFFSET + 1, (byte) listener.getLocalPort());
            int fd = socket();
            assertThat(syscalls.connect(fd, loopback.address(), SockaddrIn.SIZE)).isZero();
            IoUringSocketChannel channel = new IoUringSocketChannel(fd);
            assertThat(channel.isActive()).isTrue();
            assertThat(channel.remoteAddress()).isEqualTo(listener.getLocalSocketAddress());
            assertThat(channel.localAddress()).isNotNull();
            channel.pipeline().addLast(new Echo());
            group.register(channel).sync();
            exchangeWith(listener);
            channel.closeFuture().await(10, TimeUnit.SECONDS);
        }
    }

    private static void exchangeWith(ServerSocket listener) throws Exception {
        try (Socket peer = listener.accept()) {
            peer.setSoTimeout(20_000);
            peer.getOutputStream().write('x');
            assertThat(peer.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void shouldConnectASocketThatIsNotConnectedYet() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, NetUtil.LOCALHOST4)) {
            IoUringSocketChannel channel = new IoUringSocketChannel(socket());
            assertThat(channel.isActive()).isFalse();
            assertThat(channel.remoteAddress()).isNull();
            channel.pipeline().addLast(new Echo());
            group.register(channel).sync();
            channel.connect(listener.getLocalSocketAddress()).sync();
            exchangeWith(listener);
            channel.closeFuture().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldRefuseADescriptorThatIsNoSocket() {
        int fd = syscalls.eventfd(0, 0);
        try {
            assertThatThrownBy(() -> new IoUringServerSocketChannel(fd)).isInstanceOf(ChannelException.class)
                    .cause().hasMessageContaining("getsockopt(SO_DOMAIN): ENOTSOCK");
            assertThatThrownBy(() -> new IoUringSocketChannel(fd)).isInstanceOf(ChannelException.class);
        } finally {
            syscalls.close(fd);
        }
    }
}
