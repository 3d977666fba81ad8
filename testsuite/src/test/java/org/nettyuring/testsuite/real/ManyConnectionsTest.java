// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.OpenFiles;
import org.nettyuring.testsuite.TransportUnderTest;

/** Connections that come and go, gently and by reset, and what they leave behind: nothing. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ManyConnectionsTest {
    private static final int CONNECTIONS = 5_000;
    private static final int AT_ONCE = 250;
    private static final int RESETS = 2_000;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Test
    void shouldComeBackToTheBaselineAfterFiveThousandConnections() throws Exception {
        LifeCount lives = new LifeCount();
        EventLoopGroup group = transport.newGroup(2);
        try (Loopback loopback = Loopback.serve(transport, group, b -> { },
                ch -> ch.pipeline().addLast(new Echo(), lives))) {
            comeAndGo(loopback, AT_ONCE);
            loopback.awaitNoneOpen();
            int baseline = OpenFiles.count();
            for (int done = AT_ONCE; done < CONNECTIONS; done += AT_ONCE) {
                comeAndGo(loopback, AT_ONCE);
            }
            loopback.awaitNoneOpen();
            OpenFiles.awaitAtMost(baseline);
            assertThat(lives.begun()).isEqualTo(CONNECTIONS);
            Await.until("everyone was told of the end", () -> lives.ended() == CONNECTIONS);
        }
    }

    private static void comeAndGo(Loopback loopback, int connections) throws Exception {
        List<Channel> clients = new ArrayList<>();
        List<ChannelFuture> connects = new ArrayList<>();
        AtomicInteger echoed = new AtomicInteger();
        for (int i = 0; i < connections; i++) {
            connects.add(loopback.client(ch -> ch.pipeline().addLast(new SayOnce(echoed))).connect());
        }
        for (ChannelFuture connect : connects) {
            clients.add(connect.sync().channel());
        }
        Await.until("echoes of all", () -> echoed.get() == connections);
        List<ChannelFuture> closes = new ArrayList<>();
        for (Channel client : clients) {
            closes.add(client.close());
        }
        for (ChannelFuture close : closes) {
            close.sync();
        }
    }

    @Test
    void shouldLeaveNoChannelAfterResetsInTheMiddleOfARequest() throws Exception {
        LifeCount lives = new LifeCount();
        int baseline;
        try (Loopback loopback = Loopback.serve(transport,
                ch -> ch.pipeline().addLast(new Unfinished(), lives))) {
            baseline = OpenFiles.count();
            for (int i = 0; i < RESETS; i++) {
                sendHalfARequestAndReset(loopback.address());
            }
            // A connection that was reset before it was accepted may never be seen; one that was seen must end.
            Await.until("all seen connections ended", () -> lives.begun() == lives.ended() && lives.begun() > 0
                    && loopback.accepted().isEmpty());
            OpenFiles.awaitAtMost(baseline);
            assertThat(lives.begun()).isGreaterThan(RESETS / 2);
            assertThat(exchange(loopback.address())).as("still serving").isEqualTo('x');
        }
    }

    private static void sendHalfARequestAndReset(InetSocketAddress address) throws IOException {
        try (SocketChannel client = SocketChannel.open(address)) {
            client.write(ByteBuffer.wrap("GET / HT".getBytes(StandardCharsets.US_ASCII)));
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    private static int exchange(InetSocketAddress address) throws IOException {
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.getOutputStream().write('\n');
            return client.getInputStream().read();
        }
    }

    @Test
    void shouldGoOnServingWhenClientsResetInTheMiddleOfAResponse() throws Exception {
        LifeCount lives = new LifeCount();
        try (Loopback loopback = Loopback.serve(transport,
                ch -> ch.pipeline().addLast(new Unending(), lives))) {
            int baseline = OpenFiles.count();
            for (int i = 0; i < 100; i++) {
                try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
                    client.getOutputStream().write('\n');
                    InputStream in = client.getInputStream();
                    assertThat(in.readNBytes(100_000)).hasSize(100_000);
                    client.setSoLinger(true, 0);
                }
            }
            loopback.awaitNoneOpen();
            Await.until("everyone was told of the end", () -> lives.ended() == 100);
            OpenFiles.awaitAtMost(baseline);
        }
    }

    /** Sends a byte and waits for its echo. */
    private static final class SayOnce extends ChannelInboundHandlerAdapter {
        private final AtomicInteger echoed;

        SayOnce(AtomicInteger echoed) {
            this.echoed = echoed;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte(1));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ((ByteBuf) msg).release();
            echoed.incrementAndGet();
        }
    }

    /** Answers a request only when its line is complete. */
    private static final class Unfinished extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf bytes = (ByteBuf) msg;
            if (bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), (byte) '\n') >= 0) {
                ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte('x'));
            }
            bytes.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A reset: the transport closes the channel, this handler does not.
        }
    }

    /** Answers with as much as the client takes. */
    private static final class Unending extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ((ByteBuf) msg).release();
            writeMore(ctx);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            writeMore(ctx);
        }

        private static void writeMore(ChannelHandlerContext ctx) {
            while (ctx.channel().isWritable() && ctx.channel().isActive()) {
                ctx.writeAndFlush(ctx.alloc().directBuffer().writeZero(16 * 1024));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
            if (!(cause instanceof SocketException) && !(cause instanceof IOException)) {
                throw new AssertionError("expected: an I/O error", cause);
            }
        }
    }
}
