// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorChooserFactory;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.abi.Errno;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * What users of Netty's own io_uring transport ran into, one test each, beside those that other classes have; all
 * listed in {@code docs/PEER-DEFECTS.md}, with what Netty's own does there.
 */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class PeerDefectsTest {
    private static final int UNREAD_BYTES = 8 << 20;
    private static final int ROUNDS = 20;
    private static final int TICKS = 200;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    /** A loop that is suspended and resumed gives its receive buffers to the kernel once, not twice. */
    @Test
    void shouldReceiveWhatWasSentAfterTheLoopWasResumed() throws Exception {
        EventLoopGroup group = transport.newMovableGroup(1, DefaultEventExecutorChooserFactory.INSTANCE);
        EventLoop loop = group.next();
        for (int cycle = 0; cycle < 3; cycle++) {
            Loopback loopback = serveEcho(group);
            try (Socket client = connect(loopback)) {
                echo(client, 8);
            }
            loopback.awaitNoneOpen();
            loopback.server().close().sync();
            Thread thread = loop.submit(Thread::currentThread).get();
            assertThat(loop.trySuspend()).isTrue();
            Await.until("suspended", () -> !loop.inEventLoop(thread));
        }
        assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(20_000)).isTrue();
    }

    /** An error of {@code io_uring_enter} that is not {@code EINTR} does not end the loop. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.EAGAIN, Errno.EBUSY})
    void shouldGoOnServingWhenLinuxRefusesToWait(int errno) throws Exception {
        try (Loopback loopback = serveEcho(transport.newGroup(1)); Socket client = connect(loopback)) {
            echo(client, 100);
            EventLoop loop = loopback.group().next();
            assumeTrue(loop.submit(() -> EnterRefusal.begin(errno)).get(), "no seccomp filters here");
            Thread waker = new Thread(() -> keepAwake(loop), "waker");
            waker.start();
            for (int i = 0; i < 100; i++) {
                echo(client, 100);
            }
        }
    }

    /** A loop that has a task does not wait: its enters are the ones that go through. */
    private static void keepAwake(EventLoop loop) {
        while (!loop.isShuttingDown()) {
            loop.execute(() -> { });
            LockSupport.parkNanos(100_000);
        }
    }

    /** Netty issue 17237. */
    @Test
    void shouldCloseAfterShutdownOutputDuringASend() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (Loopback loopback = serveEcho(transport.newGroup(1)); Socket client = connect(loopback)) {
                SocketChannel ch = acceptedBy(loopback);
                ChannelFuture write = ch.writeAndFlush(Unpooled.directBuffer(UNREAD_BYTES).writeZero(UNREAD_BYTES));
                Await.until("the send is under way", () -> readable(client) > 0);
                ChannelFuture shutdown = ch.shutdownOutput();
                ChannelFuture close = ch.close();
                assertThat(close.await(20_000)).as("closed").isTrue();
                assertThat(ch.closeFuture().await(20_000)).as("close future").isTrue();
                assertThat(shutdown.await(20_000)).as("output shut down").isTrue();
                assertThat(write.await(20_000)).as("write ended").isTrue();
                assertThat(write.isSuccess()).isFalse();
            }
        }
    }

    /** Netty issues 14819 and 15502: connections that were accepted late, or never. */
    @Test
    void shouldAcceptEverybodyWhateverItsPauses() throws Exception {
        try (Loopback loopback = serveEcho(transport.newGroup(1))) {
            for (int round = 0; round < ROUNDS; round++) {
                loopback.server().config().setAutoRead(false);
                List<Socket> clients = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    clients.add(connect(loopback));
                }
                loopback.server().config().setAutoRead(true);
                for (Socket client : clients) {
                    echo(client, 10);
                    client.close();
                }
            }
        }
    }

    /** Netty issue 14809: loops that stood still. */
    @Test
    void shouldRunTimersWhileItsConnectionsAreBusy() throws Exception {
        try (Loopback loopback = serveEcho(transport.newGroup(1))) {
            CountDownLatch ticks = new CountDownLatch(TICKS);
            loopback.group().next().scheduleAtFixedRate(ticks::countDown, 1, 1, TimeUnit.MILLISECONDS);
            try (KeepAliveClients clients = new KeepAliveClients(SocketFactory.getDefault(),
                    loopback.address(), 64)) {
                do {
                    clients.ask(50, 100);
                } while (ticks.getCount() > 0);
            }
            assertThat(ticks.await(20, TimeUnit.SECONDS)).as("%d ticks are missing", ticks.getCount()).isTrue();
        }
    }

    /** Netty issue 15582: loops that did not end. */
    @Test
    void shouldEndWithConnectionsOpenAndSendsInFlight() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            EventLoopGroup group = transport.newGroup(2);
            Loopback loopback = serveEcho(group);
            try (Socket reading = connect(loopback); Socket idle = connect(loopback)) {
                echo(idle, 1);
                acceptedBy(loopback).writeAndFlush(Unpooled.wrappedBuffer(new byte[UNREAD_BYTES]));
                assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(20_000)).as("ended").isTrue();
                assertThat(reading.isClosed()).isFalse();
            }
        }
    }

    /** Netty issue 15599: zero-copy sends of single and of joined buffers, one after the other. */
    @Test
    void shouldSendEveryByteWithoutCopying() throws Exception {
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1), transport::sendWithoutCopying,
                ch -> ch.pipeline().addLast(new Echo())); Socket client = connect(loopback)) {
            SocketChannel ch = acceptedBy(loopback);
            byte[] sent = new byte[100_000];
            new Random(9).nextBytes(sent);
            for (int round = 0; round < 100; round++) {
                int parts = 1 + round % 4;
                ch.eventLoop().execute(() -> writeInParts(ch, sent, parts));
                assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            }
        }
    }

    private static void writeInParts(Channel ch, byte[] bytes, int parts) {
        int length = bytes.length / parts;
        for (int part = 0; part < parts; part++) {
            int end = part == parts - 1 ? bytes.length : (part + 1) * length;
            ch.write(Unpooled.directBuffer().writeBytes(bytes, part * length, end - part * length));
        }
        ch.flush();
    }

    private Loopback serveEcho(EventLoopGroup group) {
        return Loopback.serve(transport, group, b -> { }, ch -> ch.pipeline().addLast(new Echo()));
    }

    private static Socket connect(Loopback loopback) throws IOException {
        Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort());
        client.setSoTimeout(20_000);
        return client;
    }

    private static SocketChannel acceptedBy(Loopback loopback) {
        Await.until("accepted", () -> !loopback.accepted().isEmpty());
        return (SocketChannel) loopback.accepted().iterator().next();
    }

    private static void echo(Socket client, int bytes) throws IOException {
        byte[] message = new byte[bytes];
        Arrays.fill(message, (byte) 'A');
        client.getOutputStream().write(message);
        assertThat(client.getInputStream().readNBytes(bytes)).isEqualTo(message);
    }

    private static int readable(Socket client) {
        try {
            return client.getInputStream().available();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
