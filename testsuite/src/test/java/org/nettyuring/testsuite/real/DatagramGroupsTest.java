// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Datagrams for several: multicast with source filters, and broadcast, over the loopback device. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class DatagramGroupsTest {
    private static final byte[] WANTED = {127, 0, 0, 1};
    private static final byte[] UNWANTED = {127, 0, 0, 2};
    /** Of the block for source-specific multicast. */
    private static final byte[] SOURCE_SPECIFIC_GROUP = {(byte) 232, 1, 2, 3};
    private static final byte[] ANY_SOURCE_GROUP = {(byte) 239, 1, 2, 3};
    private static final byte[] LOOPBACK_BROADCAST = {127, (byte) 255, (byte) 255, (byte) 255};

    private final TransportUnderTest transport = TransportUnderTest.selected();
    private EventLoopGroup group;

    @BeforeEach
    void open() {
        group = transport.newGroup(1);
    }

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20, TimeUnit.SECONDS);
    }

    private DatagramEnd end(byte[] local, Consumer<Bootstrap> options) throws Exception {
        return DatagramEnd.bind(group, () -> transport.datagramChannel(SocketProtocolFamily.INET),
                new InetSocketAddress(InetAddress.getByAddress(local), 0), options);
    }

    private DatagramEnd sender(byte[] local) throws Exception {
        return end(local, bootstrap -> bootstrap
                .option(ChannelOption.IP_MULTICAST_IF, NetUtil.LOOPBACK_IF)
                .option(ChannelOption.IP_MULTICAST_LOOP_DISABLED, false));
    }

    private static ChannelFuture send(DatagramEnd from, byte[] to, DatagramEnd port, String text) throws Exception {
        InetSocketAddress recipient = new InetSocketAddress(
                InetAddress.getByAddress(to), ((InetSocketAddress) port.address()).getPort());
        return from.channel.writeAndFlush(new DatagramPacket(
                Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), recipient)).awaitUninterruptibly();
    }

    private static List<String> texts(DatagramEnd receiver) {
        return receiver.received.stream().map(bytes -> new String(bytes, StandardCharsets.US_ASCII)).toList();
    }

    @Test
    void shouldHearOfAGroupOnlyTheSourceThatWasAskedFor() throws Exception {
        DatagramEnd receiver = end(new byte[4], bootstrap -> { });
        DatagramChannel channel = (DatagramChannel) receiver.channel;
        InetAddress address = InetAddress.getByAddress(SOURCE_SPECIFIC_GROUP);
        InetAddress source = InetAddress.getByAddress(WANTED);
        channel.joinGroup(address, NetUtil.LOOPBACK_IF, source).sync();
        DatagramEnd unwanted = sender(UNWANTED);
        DatagramEnd wanted = sender(WANTED);
        assertThat(send(unwanted, SOURCE_SPECIFIC_GROUP, receiver, "unwanted").cause()).isNull();
        assertThat(send(wanted, SOURCE_SPECIFIC_GROUP, receiver, "wanted").cause()).isNull();
        receiver.await(1);
        channel.leaveGroup(address, NetUtil.LOOPBACK_IF, source).sync();
        assertThat(send(wanted, SOURCE_SPECIFIC_GROUP, receiver, "after").cause()).isNull();
        assertThat(send(wanted, WANTED, receiver, "last").cause()).isNull(); // behind what was not heard
        receiver.await(2);
        assertThat(texts(receiver)).containsExactly("wanted", "last");
    }

    @Test
    void shouldHearOfAGroupEverybodyButABlockedSource() throws Exception {
        DatagramEnd receiver = end(new byte[4], bootstrap -> { });
        DatagramChannel channel = (DatagramChannel) receiver.channel;
        InetAddress address = InetAddress.getByAddress(ANY_SOURCE_GROUP);
        channel.joinGroup(new InetSocketAddress(address, 0), NetUtil.LOOPBACK_IF).sync();
        DatagramEnd blocked = sender(UNWANTED);
        DatagramEnd other = sender(WANTED);
        assertThat(send(blocked, ANY_SOURCE_GROUP, receiver, "before").cause()).isNull();
        receiver.await(1);
        channel.block(address, NetUtil.LOOPBACK_IF, InetAddress.getByAddress(UNWANTED)).sync();
        assertThat(send(blocked, ANY_SOURCE_GROUP, receiver, "blocked").cause()).isNull();
        assertThat(send(other, ANY_SOURCE_GROUP, receiver, "other").cause()).isNull();
        receiver.await(2);
        channel.leaveGroup(new InetSocketAddress(address, 0), NetUtil.LOOPBACK_IF).sync();
        assertThat(texts(receiver)).containsExactly("before", "other");
    }

    @Test
    void shouldRefuseToLeaveAGroupThatWasNotJoined() throws Exception {
        DatagramChannel channel = (DatagramChannel) end(new byte[4], bootstrap -> { }).channel;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(ANY_SOURCE_GROUP), 0);
        assertThatThrownBy(() -> channel.leaveGroup(address, NetUtil.LOOPBACK_IF).sync())
                .hasMessageContaining("EADDRNOTAVAIL");
    }

    @Test
    void shouldBroadcastOnlyWhenThatIsSwitchedOn() throws Exception {
        DatagramEnd receiver = end(new byte[4], bootstrap -> { });
        DatagramEnd timid = end(WANTED, bootstrap -> { });
        DatagramEnd loud = end(WANTED, bootstrap -> bootstrap.option(ChannelOption.SO_BROADCAST, true));
        assertThat(send(timid, LOOPBACK_BROADCAST, receiver, "timid").cause()).hasMessageContaining("EACCES");
        assertThat(send(loud, LOOPBACK_BROADCAST, receiver, "loud").cause()).isNull();
        receiver.await(1);
        assertThat(texts(receiver)).containsExactly("loud");
    }

    @Test
    @SuppressWarnings("deprecation") // the option is, and understood
    void shouldBeActiveOnRegistrationOnlyIfThatIsAskedFor() throws Exception {
        assertThat(activationsOfAnUnboundChannel(true)).isEqualTo(1);
        assertThat(activationsOfAnUnboundChannel(false)).isEqualTo(0);
    }

    @SuppressWarnings("deprecation")
    private int activationsOfAnUnboundChannel(boolean onRegistration) throws Exception {
        AtomicInteger activations = new AtomicInteger();
        Channel channel = new Bootstrap().group(group)
                .channelFactory(() -> transport.datagramChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, onRegistration)
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                        activations.incrementAndGet();
                    }
                })
                .register().sync().channel();
        channel.eventLoop().submit(() -> { }).sync(); // behind the registration
        assertThat(channel.isActive()).isEqualTo(onRegistration);
        int counted = activations.get();
        channel.close().sync();
        return counted;
    }
}
