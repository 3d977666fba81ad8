// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** The peer resets the connection, at each step of its life. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ResetTest {
    private static final int CLIENTS = 2000;
    private static final int REQUEST_BYTES = 1000;

    /** When the reset comes. */
    private enum Step {
        BEFORE_ACCEPT, AFTER_ACCEPT, AFTER_HALF_A_MESSAGE, WHILE_SENDING, AFTER_HALF_CLOSE, NOT_READING
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheSameStoryAsEpoll(Step step) throws Exception {
        assertThat(story(TransportUnderTest.selected(), step)).isEqualTo(story(TransportUnderTest.EPOLL, step));
    }

    private static List<String> story(TransportUnderTest transport, Step step) throws Exception {
        EventLog log = new EventLog();
        List<ChannelFuture> writes = new ArrayList<>();
        boolean acceptLater = step == Step.BEFORE_ACCEPT;
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1),
                b -> b.option(ChannelOption.AUTO_READ, !acceptLater)
                        .childOption(ChannelOption.AUTO_READ, step != Step.NOT_READING)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, step == Step.AFTER_HALF_CLOSE),
                ch -> ch.pipeline().addLast(log))) {
            try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
                client.setSoLinger(true, 0);
                if (!acceptLater) {
                    Await.until("active", () -> log.events().contains("active"));
                }
                come(step, client, log, loopback, writes);
            }
            if (acceptLater) {
                loopback.server().read();
            }
            if (step == Step.AFTER_HALF_CLOSE) { // nobody reads any more: a write finds out
                SocketChannel ch = (SocketChannel) loopback.accepted().iterator().next();
                Await.until("a write fails", () -> !ch.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]))
                        .awaitUninterruptibly().isSuccess());
            }
            Await.until("closed: " + log.events(), () -> log.events().contains("unregistered"));
        }
        for (ChannelFuture write : writes) {
            assertThat(write.await(20_000)).isTrue();
            assertThat(write.isSuccess()).isFalse();
        }
        return log.events();
    }

    private static void come(Step step, Socket client, EventLog log, Loopback loopback, List<ChannelFuture> writes)
            throws Exception {
        switch (step) {
            case AFTER_HALF_A_MESSAGE -> {
                client.getOutputStream().write(new byte[REQUEST_BYTES / 2]);
                Await.until("bytes", () -> log.bytes() == REQUEST_BYTES / 2);
            }
            case WHILE_SENDING -> {
                SocketChannel ch = (SocketChannel) loopback.accepted().iterator().next();
                writes.add(ch.writeAndFlush(Unpooled.wrappedBuffer(new byte[16 << 20])));
                client.getInputStream().read();
            }
            case AFTER_HALF_CLOSE -> {
                client.shutdownOutput();
                Await.until("end", () -> log.events().contains("ChannelInputShutdownReadComplete"));
            }
            default -> {
                // at once
            }
        }
    }

    @ParameterizedTest(name = "autoRead {0}")
    @ValueSource(booleans = {true, false})
    void shouldLeaveNoConnectionBehindAfterHalfARequest(boolean autoRead) throws Exception {
        LifeCount lives = new LifeCount();
        Consumer<SocketChannel> onAccept =
                ch -> ch.pipeline().addLast(new WholeRequests(), lives, new ReadsOnDemand());
        TransportUnderTest transport = TransportUnderTest.selected();
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(2),
                b -> b.childOption(ChannelOption.AUTO_READ, autoRead), onAccept)) {
            for (int i = 0; i < CLIENTS; i++) {
                try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
                    client.setSoLinger(true, 0);
                    client.getOutputStream().write(new byte[REQUEST_BYTES / 2]);
                }
            }
            try (Socket last = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
                Await.until("accepted after all others", () -> loopback.accepted().stream()
                        .anyMatch(ch -> last.getLocalSocketAddress().equals(ch.remoteAddress())));
            }
            loopback.awaitNoneOpen();
            Await.until("every channel is told", () -> lives.begun() == lives.ended());
            assertThat(lives.begun()).as("accepted").isPositive().isLessThanOrEqualTo(CLIENTS + 1);
        }
    }

    /** Never sees one. */
    private static final class WholeRequests extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (in.readableBytes() >= REQUEST_BYTES) {
                out.add(in.readBytes(REQUEST_BYTES));
            }
        }
    }

    /** Reads if nobody else does. */
    private static final class ReadsOnDemand extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.read();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.read();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
