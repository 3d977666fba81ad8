// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Unix domain datagrams on the real kernel. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class DomainDatagramTest {
    @TempDir
    private Path directory;

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

    private DatagramEnd end(String name) {
        return end(name, bootstrap -> { });
    }

    private DatagramEnd end(String name, Consumer<Bootstrap> options) {
        DomainSocketAddress address = name.startsWith("\0")
                ? new DomainSocketAddress(name + ProcessHandle.current().pid())
                : new DomainSocketAddress(directory.resolve(name).toString());
        return DatagramEnd.bind(group, transport::domainDatagramChannel, address, options);
    }

    private static DomainDatagramPacket packet(DatagramEnd to, int number) {
        return new DomainDatagramPacket(
                Unpooled.directBuffer(4).writeInt(number), (DomainSocketAddress) to.address());
    }

    private static int number(byte... payload) {
        return Unpooled.wrappedBuffer(payload).readInt();
    }

    @Test
    void shouldTellBothPathsAndAnswer() {
        DatagramEnd first = end("first");
        DatagramEnd second = end("second");
        first.channel.writeAndFlush(packet(second, 7)).syncUninterruptibly();
        second.await(1);
        assertThat(second.senders.peek()).isEqualTo(first.address());
        assertThat(second.recipients.peek()).isEqualTo(second.address());
        second.channel.writeAndFlush(new DomainDatagramPacket(
                Unpooled.copyInt(8), (DomainSocketAddress) second.senders.peek())).syncUninterruptibly();
        first.await(1);
        assertThat(number(first.received.peek())).isEqualTo(8);
    }

    @Test
    void shouldUseNamesOfTheAbstractNamespace() {
        if (transport != TransportUnderTest.URING) {
            return; // Netty's natives do not tell the sender's abstract name
        }
        DatagramEnd first = end("\0first");
        DatagramEnd second = end("\0second");
        first.channel.writeAndFlush(packet(second, 7)).syncUninterruptibly();
        second.await(1);
        assertThat(second.senders.peek()).isEqualTo(first.address());
    }

    @Test
    void shouldSendToWhereItIsConnected() {
        DatagramEnd first = end("first");
        DatagramEnd second = end("second");
        first.channel.connect(second.address()).syncUninterruptibly();
        assertThat(first.channel.remoteAddress()).isEqualTo(second.address());
        first.channel.writeAndFlush(Unpooled.copyInt(9)).syncUninterruptibly();
        second.await(1);
        assertThat(number(second.received.peek())).isEqualTo(9);
    }

    @Test
    void shouldCloseWhenItIsDisconnectedBehindAFlush() {
        DatagramEnd first = end("first");
        DatagramEnd sender = end("sender");
        int count = 5; // fewer than net.unix.max_dgram_qlen
        List<ChannelFuture> writes = new ArrayList<>();
        sender.channel.eventLoop().submit(() -> {
            sender.channel.connect(first.address());
            for (int i = 0; i < count; i++) {
                writes.add(sender.channel.write(Unpooled.copyInt(i)));
            }
            sender.channel.flush();
            sender.channel.disconnect();
        }).syncUninterruptibly();
        Await.until("closed", () -> !sender.channel.isOpen());
        assertThat(writes.stream().map(write -> String.valueOf(write.awaitUninterruptibly().cause())).distinct())
                .containsExactly("null");
        first.await(count);
        for (int i = 0; i < count; i++) {
            assertThat(number(first.received.poll())).isEqualTo(i);
        }
    }

    @Test
    void shouldLoseAndReorderNothingWhenTheReceiverIsSlow() {
        DatagramEnd sender = end("sender");
        DatagramEnd receiver = end("receiver", bootstrap -> bootstrap.option(ChannelOption.AUTO_READ, false));
        int count = 3_000; // more than net.unix.max_dgram_qlen
        List<ChannelFuture> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(sender.channel.write(packet(receiver, i)));
        }
        sender.channel.flush();
        Await.until("the receiver's queue is full", () -> writes.get(5).isSuccess());
        receiver.channel.config().setAutoRead(true);
        receiver.await(count);
        int expected = 0;
        for (byte[] payload : receiver.received) {
            assertThat(payload).as("datagram %s", expected).hasSize(Integer.BYTES);
            assertThat(number(payload)).isEqualTo(expected++);
        }
        assertThat(writes).allMatch(write -> write.awaitUninterruptibly().isSuccess());
    }

    @Test
    void shouldCloseWhileASendWaitsForRoom() {
        DatagramEnd sender = end("sender");
        DatagramEnd receiver = end("receiver", bootstrap -> bootstrap.option(ChannelOption.AUTO_READ, false));
        List<ChannelFuture> writes = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            writes.add(sender.channel.write(packet(receiver, i)));
        }
        sender.channel.flush();
        Await.until("something was sent", () -> writes.get(5).isSuccess());
        sender.channel.close().syncUninterruptibly();
        assertThat(writes).allMatch(write -> write.awaitUninterruptibly(10, TimeUnit.SECONDS));
        assertThat(writes.get(2_999).isSuccess()).isFalse();
    }
}
