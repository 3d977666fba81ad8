// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.channel.IoUringDomainDatagramChannel;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Datagram channels of sockets that were made elsewhere, and who is at their other end, beside epoll's. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AdoptedDatagramTest {
    private static final int MEMORY_BYTES = 64;
    private static final int PAIR_OFFSET = 32;

    private final Syscalls syscalls = NativeSyscalls.get();
    private final List<EventLoopGroup> groups = new ArrayList<>();
    private NativeRegion memory;

    @BeforeEach
    void prepare() throws Exception {
        Epoll.ensureAvailability(); // these constructors of its channels do not load its library
        memory = syscalls.allocate(MEMORY_BYTES, "an address, a pair, a payload");
    }

    @AfterEach
    void release() {
        memory.close();
        groups.forEach(group -> group.shutdownGracefully(0, 10, TimeUnit.SECONDS));
        groups.forEach(group -> assertThat(group.terminationFuture().awaitUninterruptibly(20_000)).isTrue());
    }

    /** Netty's sockets are made so, ours are not. */
    private static int type(TransportUnderTest transport) {
        return SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC
                | (transport == TransportUnderTest.EPOLL ? SocketConstants.SOCK_NONBLOCK : 0);
    }

    private void writeSockaddr(int port) {
        memory.buffer().putShort(SockaddrIn.SIN_FAMILY_OFFSET, (short) SocketConstants.AF_INET);
        memory.buffer().put(SockaddrIn.SIN_PORT_OFFSET, (byte) (port >>> 8));
        memory.buffer().put(SockaddrIn.SIN_PORT_OFFSET + 1, (byte) port);
        memory.buffer().put(SockaddrIn.SIN_ADDR_OFFSET, NetUtil.LOCALHOST4.getAddress());
    }

    private int udp(TransportUnderTest transport, boolean bound, int connectedTo) {
        int fd = syscalls.socket(SocketConstants.AF_INET, type(transport), 0);
        assertThat(fd).isNotNegative();
        if (bound) {
            writeSockaddr(0);
            assertThat(syscalls.bind(fd, memory.address(), SockaddrIn.SIZE)).isZero();
        }
        if (connectedTo != 0) {
            writeSockaddr(connectedTo);
            assertThat(syscalls.connect(fd, memory.address(), SockaddrIn.SIZE)).isZero();
        }
        return fd;
    }

    private static Channel adoptUdp(TransportUnderTest transport, int fd) {
        return transport == TransportUnderTest.EPOLL ? new EpollDatagramChannel(fd) : new IoUringDatagramChannel(fd);
    }

    /** What the channel says of itself before it is registered. */
    private static String state(Channel channel) {
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return "open=" + channel.isOpen() + ", active=" + channel.isActive() + ", host=" + local.getAddress()
                + ", port=" + (local.getPort() != 0) + ", remote=" + channel.remoteAddress();
    }

    private void register(TransportUnderTest transport, Channel channel) throws Exception {
        EventLoopGroup group = transport.newGroup(1);
        groups.add(group);
        group.register(channel).sync();
    }

    private String stateOf(TransportUnderTest transport, boolean bound, int connectedTo) throws Exception {
        Channel channel = adoptUdp(transport, udp(transport, bound, connectedTo));
        String state = state(channel);
        register(transport, channel);
        state += ", registered: active=" + channel.isActive();
        channel.close().sync();
        return state;
    }

    @Test
    void shouldBeWhatEpollIsInEachStateOfTheSocket() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, NetUtil.LOCALHOST4)) {
            assertThat(stateOf(TransportUnderTest.URING, false, 0))
                    .isEqualTo(stateOf(TransportUnderTest.EPOLL, false, 0));
            assertThat(stateOf(TransportUnderTest.URING, true, 0))
                    .isEqualTo(stateOf(TransportUnderTest.EPOLL, true, 0));
            assertThat(stateOf(TransportUnderTest.URING, true, peer.getLocalPort()))
                    .isEqualTo(stateOf(TransportUnderTest.EPOLL, true, peer.getLocalPort()));
        }
    }

    private static final class Collector<T> extends SimpleChannelInboundHandler<T> {
        final BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();

        Collector(Class<T> type) {
            super(type);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, T msg) {
            sizes.add(msg instanceof DatagramPacket packet
                    ? packet.content().readableBytes() : ((DomainDatagramPacket) msg).content().readableBytes());
        }
    }

    @Test
    void shouldTalkOnASocketThatIsBoundAlready() throws Exception {
        for (TransportUnderTest transport : List.of(TransportUnderTest.URING, TransportUnderTest.EPOLL)) {
            Channel channel = adoptUdp(transport, udp(transport, true, 0));
            Collector<DatagramPacket> collector = new Collector<>(DatagramPacket.class);
            channel.pipeline().addLast(collector);
            register(transport, channel);
            try (DatagramSocket peer = new DatagramSocket(0, NetUtil.LOCALHOST4)) {
                peer.send(new java.net.DatagramPacket(new byte[5], 5, channel.localAddress()));
                assertThat(collector.sizes.poll(10, TimeUnit.SECONDS)).isEqualTo(5);
                channel.writeAndFlush(new DatagramPacket(Unpooled.directBuffer().writeZero(6),
                        (InetSocketAddress) peer.getLocalSocketAddress())).sync();
                assertThat(receive(peer)).isEqualTo(6);
            }
            channel.close().sync();
        }
    }

    @Test
    void shouldTalkOnASocketThatIsConnectedAlready() throws Exception {
        for (TransportUnderTest transport : List.of(TransportUnderTest.URING, TransportUnderTest.EPOLL)) {
            try (DatagramSocket peer = new DatagramSocket(0, NetUtil.LOCALHOST4)) {
                Channel channel = adoptUdp(transport, udp(transport, true, peer.getLocalPort()));
                assertThat(channel.remoteAddress()).isEqualTo(peer.getLocalSocketAddress());
                register(transport, channel);
                channel.writeAndFlush(Unpooled.directBuffer().writeZero(6)).sync();
                assertThat(receive(peer)).isEqualTo(6);
                channel.close().sync();
            }
        }
    }

    private static int receive(DatagramSocket peer) throws IOException {
        peer.setSoTimeout(10_000);
        java.net.DatagramPacket packet = new java.net.DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        return packet.getLength();
    }

    /** A pair, of which the second is no channel's. */
    private int[] unixPair(TransportUnderTest transport) {
        assertThat(syscalls.socketpair(SocketConstants.AF_UNIX, type(transport), 0, memory.address() + PAIR_OFFSET))
                .isZero();
        return new int[] {memory.buffer().getInt(PAIR_OFFSET), memory.buffer().getInt(PAIR_OFFSET + Integer.BYTES)};
    }

    private static Channel adoptUnix(TransportUnderTest transport, int fd) {
        return transport == TransportUnderTest.EPOLL
                ? new EpollDomainDatagramChannel(fd) : new IoUringDomainDatagramChannel(fd);
    }

    private static PeerCredentials credentials(Channel channel) throws IOException {
        return channel instanceof IoUringDomainDatagramChannel uring
                ? uring.peerCredentials() : ((EpollDomainDatagramChannel) channel).peerCredentials();
    }

    @Test
    void shouldTalkOnAPairOfUnixSockets() throws Exception {
        for (TransportUnderTest transport : List.of(TransportUnderTest.URING, TransportUnderTest.EPOLL)) {
            int[] pair = unixPair(transport);
            Channel channel = adoptUnix(transport, pair[0]);
            assertThat(channel.isActive()).isTrue();
            Collector<DomainDatagramPacket> collector = new Collector<>(DomainDatagramPacket.class);
            channel.pipeline().addLast(collector);
            register(transport, channel);
            if (transport == TransportUnderTest.URING) { // Netty's natives need a sender with a path
                assertThat(syscalls.write(pair[1], memory.address(), 5)).isEqualTo(5);
                assertThat(collector.sizes.poll(10, TimeUnit.SECONDS)).isEqualTo(5);
            }
            channel.writeAndFlush(Unpooled.directBuffer().writeZero(6)).sync();
            assertThat(syscalls.read(pair[1], memory.address(), MEMORY_BYTES)).isEqualTo(6);
            channel.close().sync();
            syscalls.close(pair[1]);
        }
    }

    private String credentialsOfAPair(TransportUnderTest transport) throws IOException {
        int[] pair = unixPair(transport);
        Channel channel = adoptUnix(transport, pair[0]);
        String credentials = credentials(channel).toString();
        channel.unsafe().closeForcibly();
        syscalls.close(pair[1]);
        return credentials;
    }

    private static String credentialsOfNobody(TransportUnderTest transport) throws IOException {
        Channel channel = transport.domainDatagramChannel();
        String credentials = credentials(channel).toString();
        channel.unsafe().closeForcibly();
        return credentials;
    }

    @Test
    void shouldTellWhoMadeThePairAsEpollDoes() throws Exception {
        assertThat(credentialsOfAPair(TransportUnderTest.URING))
                .isEqualTo(credentialsOfAPair(TransportUnderTest.EPOLL))
                .contains("pid=" + ProcessHandle.current().pid());
    }

    @Test
    void shouldTellThatThereIsNobodyAsEpollDoes() throws Exception {
        assertThat(credentialsOfNobody(TransportUnderTest.URING))
                .isEqualTo(credentialsOfNobody(TransportUnderTest.EPOLL)).contains("pid=0");
    }

    @Test
    void shouldNotTellOfAClosedChannel() {
        IoUringDomainDatagramChannel channel = new IoUringDomainDatagramChannel();
        channel.unsafe().closeForcibly();
        assertThatThrownBy(channel::peerCredentials).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseADescriptorThatIsNoSocket() {
        int fd = syscalls.eventfd(0, 0);
        try {
            assertThatThrownBy(() -> new IoUringDatagramChannel(fd)).isInstanceOf(ChannelException.class)
                    .cause().hasMessageContaining("getsockopt(SO_DOMAIN): ENOTSOCK");
            assertThatThrownBy(() -> new IoUringDomainDatagramChannel(fd)).isInstanceOf(ChannelException.class);
        } finally {
            syscalls.close(fd);
        }
    }
}
