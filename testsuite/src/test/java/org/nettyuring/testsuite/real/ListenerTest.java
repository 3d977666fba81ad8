// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Listeners with the options that change what accepting means. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ListenerTest {
    private static final int LISTENERS = 4;
    private static final int CLIENTS = 200;
    /** Fast open for clients (1) and servers (2), without a cookie on either side (4, 0x200). */
    private static final String FAST_OPEN_FOR_ALL = "519";

    @Test
    void shouldShareAnAddressBetweenOneListenerPerLoop() throws Exception {
        EventLoopGroup group = TransportUnderTest.URING.newGroup(LISTENERS);
        Map<Channel, AtomicInteger> accepted = new LinkedHashMap<>();
        List<Socket> clients = new ArrayList<>();
        try {
            InetSocketAddress address = new InetSocketAddress(NetUtil.LOCALHOST4, 0);
            Set<EventLoop> loops = new HashSet<>();
            for (int i = 0; i < LISTENERS; i++) {
                AtomicInteger count = new AtomicInteger();
                Channel listener = bindShared(group, address, count);
                address = (InetSocketAddress) listener.localAddress();
                accepted.put(listener, count);
                loops.add(listener.eventLoop());
            }
            assertThat(loops).as("one listener per loop").hasSize(LISTENERS);

            connect(clients, address, CLIENTS);
            Await.until("everybody is accepted", () -> sum(accepted) == CLIENTS);
            assertThat(accepted.values()).as("each listener has its share")
                    .allSatisfy(count -> assertThat(count.get()).isPositive());
            clients.forEach(ListenerTest::exchange);

            Channel closed = accepted.keySet().iterator().next();
            int ofTheClosed = accepted.get(closed).get();
            closed.close().sync();
            connect(clients, address, CLIENTS);
            Await.until("the others accept everybody", () -> sum(accepted) == 2 * CLIENTS);
            assertThat(accepted.get(closed)).hasValue(ofTheClosed);
            clients.forEach(ListenerTest::exchange);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            for (Channel listener : accepted.keySet()) {
                listener.close().sync();
            }
            assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
        }
    }

    private static Channel bindShared(EventLoopGroup group, InetSocketAddress address, AtomicInteger accepted)
            throws InterruptedException {
        ServerBootstrap bootstrap = TransportUnderTest.URING.serverBootstrap(group)
                .option(UnixChannelOption.SO_REUSEPORT, true).option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel ch) {
                        accepted.incrementAndGet();
                        ch.pipeline().addLast(new Echo());
                    }
                });
        return bootstrap.bind(address).sync().channel();
    }

    private static int sum(Map<Channel, AtomicInteger> accepted) {
        return accepted.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private static void connect(List<Socket> clients, InetSocketAddress address, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(address.getAddress(), address.getPort());
            client.setSoTimeout(20_000);
            clients.add(client);
        }
    }

    private static void exchange(Socket client) {
        try {
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
        } catch (IOException e) {
            throw new AssertionError(client.toString(), e);
        }
    }

    @Test
    void shouldNotAcceptBeforeThereIsDataWhenAskedToDefer() throws Exception {
        TransportUnderTest transport = TransportUnderTest.URING;
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1),
                b -> b.option(IoUringChannelOption.TCP_DEFER_ACCEPT, 10), ch -> ch.pipeline().addLast(new Echo()));
                Socket client = new Socket(NetUtil.LOCALHOST4, loopback.address().getPort())) {
            assertThat(Await.holdsWithin(Duration.ofMillis(500), () -> !loopback.accepted().isEmpty()))
                    .as("accepted without data").isFalse();
            exchange(client);
            assertThat(loopback.accepted().size()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeDataThatComesWithTheFirstSegment() throws Exception {
        assumeTrue(Epoll.isTcpFastOpenClientSideAvailable(), "epoll's client opens no connection with data here");
        SpecialThread.inNewNetwork(List.of(), () -> {
            Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_fastopen"), FAST_OPEN_FOR_ALL);
            EventLoopGroup clients = TransportUnderTest.EPOLL.newGroup(1);
            TransportUnderTest transport = TransportUnderTest.URING;
            try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1),
                    b -> b.option(ChannelOption.TCP_FASTOPEN, 16), ch -> ch.pipeline().addLast(new Echo()))) {
                EventLog received = new EventLog();
                Channel client = TransportUnderTest.EPOLL.bootstrap(clients).handler(received)
                        .option(ChannelOption.TCP_FASTOPEN_CONNECT, true).register().sync().channel();
                ChannelFuture early = client.write(client.alloc().directBuffer().writeZero(100));
                client.connect(loopback.address()).sync();
                client.flush();
                early.sync();
                Await.until("the early data came back", () -> received.bytes() == 100);
                assertThat(passiveFastOpens()).as("connections that began with data").isEqualTo(1);
                client.close().sync();
            } finally {
                assertThat(clients.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
            }
        });
    }

    /** {@code TCPFastOpenPassive} of this thread's network. */
    private static long passiveFastOpens() throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of("/proc/thread-self/net/netstat")).stream()
                .filter(line -> line.startsWith("TcpExt:")).map(line -> line.split(" ", -1)).toList();
        return Long.parseLong(rows.get(1)[List.of(rows.get(0)).indexOf("TCPFastOpenPassive")]);
    }

    @Test
    void shouldBindToAForeignAddressOnlyWhenTransparent() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "IP_TRANSPARENT needs CAP_NET_ADMIN");
        EventLoopGroup group = TransportUnderTest.URING.newGroup(1);
        InetSocketAddress foreign = new InetSocketAddress("203.0.113.7", 0);
        ServerBootstrap bootstrap = TransportUnderTest.URING.serverBootstrap(group).childHandler(new Echo());
        assertThatThrownBy(() -> bootstrap.bind(foreign).sync()).isInstanceOf(IOException.class)
                .hasMessageContaining("203.0.113.7").hasMessageContaining("Cannot assign requested address");

        Channel transparent = bootstrap.option(IoUringChannelOption.IP_TRANSPARENT, true)
                .bind(foreign).sync().channel();
        assertThat(((InetSocketAddress) transparent.localAddress()).getAddress()).isEqualTo(foreign.getAddress());
        transparent.close().sync();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
    }

    @Test
    void shouldNameTheOptionAndTheCapabilityThatIsMissing() throws Exception {
        SpecialThread.withoutCapabilities(() -> {
            IoUringServerSocketChannel channel = new IoUringServerSocketChannel();
            assertThatThrownBy(() -> channel.config().setIpTransparent(true)).isInstanceOf(ChannelException.class)
                    .cause().hasMessageContaining("setsockopt(IP_TRANSPARENT): EPERM (1)")
                    .hasMessageContaining("CAP_NET_ADMIN");
            channel.unsafe().closeForcibly();
        });
    }
}
