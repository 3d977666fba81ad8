// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringDomainSocketChannel;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;
import org.nettyuring.testsuite.UnixNames;

/** What is different on a Unix domain socket, beside what epoll does with the same. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class UnixSocketTest {
    private final TransportUnderTest selected = TransportUnderTest.selected();
    private final List<EventLoopGroup> groups = new ArrayList<>();

    @AfterEach
    void endLoops() {
        for (EventLoopGroup group : groups) {
            group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellTheAddressesThatEpollTells(boolean abstractName) throws Exception {
        assertThat(addresses(selected, abstractName)).isEqualTo(addresses(TransportUnderTest.EPOLL, abstractName));
    }

    private List<String> addresses(TransportUnderTest transport, boolean abstractName) throws Exception {
        EventLoopGroup group = group(transport);
        DomainSocketAddress name = abstractName ? UnixNames.abstractName() : UnixNames.path();
        DomainSocketAddress clientsName = UnixNames.path();
        List<String> told = new ArrayList<>();
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        Channel server = listen(transport, group, name, accepted);
        tell(told, server, name, clientsName);
        for (SocketAddress local : new SocketAddress[] {null, clientsName}) {
            Bootstrap bootstrap = transport.unixBootstrap(group).handler(new ChannelInboundHandlerAdapter());
            Channel client = bootstrap.register().sync().channel();
            tell(told, client, name, clientsName);
            client.connect(name, local).sync();
            Channel child = accepted.take();
            tell(told, client, name, clientsName);
            tell(told, child, name, clientsName);
            client.close().sync();
            child.close().sync(); // epoll's may stay open where its loop is shut down before it noticed the end
            tell(told, client, name, clientsName);
        }
        server.close().sync();
        tell(told, server, name, clientsName);
        told.add("files: " + new File(name.path().replace("\0", "x")).exists() + new File(clientsName.path()).exists());
        return told;
    }

    private static void tell(List<String> told, Channel channel, DomainSocketAddress name, DomainSocketAddress client) {
        told.add((channel.localAddress() + " to " + channel.remoteAddress())
                .replace(name.path(), "NAME").replace(client.path(), "CLIENT"));
    }

    @Test
    void shouldReplaceASocketThatWasLeftAtThePath() throws Exception {
        DomainSocketAddress path = UnixNames.path();
        EventLoopGroup group = group(selected);
        Channel first = listen(selected, group, path, new LinkedBlockingQueue<>());
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        Channel second = listen(selected, group, path, accepted);
        Channel client = selected.unixBootstrap(group).handler(new ChannelInboundHandlerAdapter())
                .connect(path).sync().channel();
        assertThat(accepted.take().localAddress()).isEqualTo(path);
        client.close().sync();
        second.close().sync();
        first.close().sync();
        assertThat(Path.of(path.path())).doesNotExist();
    }

    @Test
    void shouldLeaveAFileThatIsNoSocket() throws Exception {
        DomainSocketAddress path = UnixNames.path();
        Files.writeString(Path.of(path.path()), "precious");
        ChannelFuture bind = selected.unixServerBootstrap(group(selected))
                .childHandler(new ChannelInboundHandlerAdapter()).bind(path).awaitUninterruptibly();
        if (selected == TransportUnderTest.URING) {
            assertThat(bind.cause()).isInstanceOf(IOException.class)
                    .hasMessageContaining(path.path()).hasMessageContaining("Address already in use");
            assertThat(Path.of(path.path())).hasContent("precious");
        } else {
            bind.channel().close().sync();
        }
    }

    @Test
    void shouldFailToBindToANameInUseAsEpollDoes() {
        DomainSocketAddress name = UnixNames.abstractName();
        EventLoopGroup group = group(selected);
        Channel first = listen(selected, group, name, new LinkedBlockingQueue<>());
        ChannelFuture second = selected.unixServerBootstrap(group)
                .childHandler(new ChannelInboundHandlerAdapter()).bind(name).awaitUninterruptibly();
        assertThat(second.cause()).isInstanceOf(IOException.class).hasMessageContaining("Address already in use");
        first.close().syncUninterruptibly();
    }

    @Test
    void shouldFailToConnectAsEpollDoes() throws Exception {
        List<String> failures = connectFailures(selected);
        assertThat(failures).isEqualTo(connectFailures(TransportUnderTest.EPOLL));
        assertThat(failures).hasSize(4).allMatch(failure -> failure.contains("Exception"));
    }

    private List<String> connectFailures(TransportUnderTest transport) throws Exception {
        EventLoopGroup group = group(transport);
        DomainSocketAddress file = UnixNames.path();
        Files.createFile(Path.of(file.path()));
        DomainSocketAddress full = UnixNames.path();
        Channel server = transport.unixServerBootstrap(group).option(ChannelOption.SO_BACKLOG, 0)
                .option(ChannelOption.AUTO_READ, false).childHandler(new ChannelInboundHandlerAdapter())
                .bind(full).sync().channel();
        Channel filling = connect(transport, group, full).sync().channel();
        List<String> failures = new ArrayList<>();
        for (DomainSocketAddress address : List.of(UnixNames.path(), UnixNames.abstractName(), file, full)) {
            Throwable cause = connect(transport, group, address).awaitUninterruptibly().cause();
            boolean annotated = cause.getMessage() != null && cause.getMessage().endsWith(address.toString())
                    || cause instanceof FileNotFoundException; // epoll's says nothing at all
            failures.add(cause.getClass().getSimpleName() + (annotated ? ", annotated" : cause.getMessage()));
        }
        filling.close().sync();
        server.close().sync();
        return failures;
    }

    private static ChannelFuture connect(TransportUnderTest transport, EventLoopGroup group, SocketAddress address) {
        return transport.unixBootstrap(group).handler(new ChannelInboundHandlerAdapter()).connect(address);
    }

    /** The time limit of a connect to a full backlog must not stay: the descriptor may be given to others. */
    @Test
    void shouldLeaveNoTimeLimitBehindAConnect() throws Exception {
        DomainSocketAddress path = UnixNames.path();
        EventLoopGroup group = group(selected);
        Channel server = listen(selected, group, path, new LinkedBlockingQueue<>());
        Channel client = connect(selected, group, path).sync().channel();
        ByteBuffer timeval = client.config().getOption(
                new RawUnixChannelOption("SO_SNDTIMEO", SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDTIMEO, 16));
        assertThat(timeval).isEqualTo(ByteBuffer.allocate(16));
        client.close().sync();
        server.close().sync();
    }

    @Test
    void shouldExchangeBytesWithTheJdk() throws Exception {
        byte[] toChannel = new byte[300_000];
        new Random(7).nextBytes(toChannel);
        byte[] fromChannel = new byte[1 << 20];
        new Random(42).nextBytes(fromChannel);
        ByteBuf received = Unpooled.buffer();
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        DomainSocketAddress path = UnixNames.path();
        Channel server = selected.unixServerBootstrap(group(selected))
                .childOption(IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD, 1)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline().addLast(new Collector(received));
                        accepted.add(ch);
                    }
                }).bind(path).sync().channel();
        try (SocketChannel jdk = SocketChannel.open(UnixDomainSocketAddress.of(path.path()))) {
            ChannelFuture written = accepted.take().writeAndFlush(Unpooled.wrappedBuffer(fromChannel));
            ByteBuffer in = ByteBuffer.allocate(fromChannel.length);
            while (in.hasRemaining() && jdk.read(in) >= 0) {
                Thread.onSpinWait();
            }
            assertThat(in.array()).isEqualTo(fromChannel);
            written.sync();
            jdk.write(ByteBuffer.wrap(toChannel));
        }
        server.close().sync();
        Await.until("everything received", () -> received.readableBytes() == toChannel.length);
        assertThat(received.array()).startsWith(toChannel);
    }

    @Test
    void shouldTellWhoIsAtTheOtherEndAsEpollDoes() throws Exception {
        String told = credentials(selected);
        assertThat(told).isEqualTo(credentials(TransportUnderTest.EPOLL))
                .contains("pid=" + ProcessHandle.current().pid());
    }

    private String credentials(TransportUnderTest transport) throws Exception {
        EventLoopGroup group = group(transport);
        DomainSocketAddress path = UnixNames.path();
        Channel server = listen(transport, group, path, new LinkedBlockingQueue<>());
        Channel client = connect(transport, group, path).sync().channel();
        PeerCredentials credentials = client instanceof IoUringDomainSocketChannel uring
                ? uring.peerCredentials() : ((EpollDomainSocketChannel) client).peerCredentials();
        client.close().sync();
        server.close().sync();
        return credentials.toString();
    }

    @Test
    void shouldTellTheSameStoryAsEpollWhenThePeerGoesWithBytesUnread() throws Exception {
        assertThat(peerGoes(selected, true)).isEqualTo(peerGoes(TransportUnderTest.EPOLL, true));
    }

    @Test
    void shouldNoticeThatThePeerHasGoneThoughNobodyReads() throws Exception {
        assertThat(peerGoes(selected, false)).isEqualTo(peerGoes(TransportUnderTest.EPOLL, false));
    }

    private List<String> peerGoes(TransportUnderTest transport, boolean autoRead) throws Exception {
        EventLog log = new EventLog();
        DomainSocketAddress path = UnixNames.path();
        Channel server = transport.unixServerBootstrap(group(transport)).childOption(ChannelOption.AUTO_READ, autoRead)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline().addLast(log);
                        ch.eventLoop().execute(() -> ch.writeAndFlush(Unpooled.wrappedBuffer(new byte[100])));
                    }
                }).bind(path).sync().channel();
        try (SocketChannel jdk = SocketChannel.open(UnixDomainSocketAddress.of(path.path()))) {
            jdk.write(ByteBuffer.wrap(new byte[1000]));
            assertThat(jdk.read(ByteBuffer.allocate(1))).isEqualTo(1); // the rest stays unread
        }
        Await.until("unregistered", () -> log.events().contains("unregistered"));
        server.close().sync();
        return log.events();
    }

    private EventLoopGroup group(TransportUnderTest transport) {
        EventLoopGroup group = transport.newGroup(1);
        groups.add(group);
        return group;
    }

    private static Channel listen(TransportUnderTest transport, EventLoopGroup group, DomainSocketAddress address,
            BlockingQueue<Channel> accepted) {
        return transport.unixServerBootstrap(group).childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel ch) {
                accepted.add(ch);
            }
        }).bind(address).syncUninterruptibly().channel();
    }
}
