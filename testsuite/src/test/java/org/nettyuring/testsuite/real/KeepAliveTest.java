// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ResourceLeakDetector;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * Keep-alive connections of a server that reads one message, answers it, and only then reads the next: 300,000
 * requests, and not one response may be missing. Netty's own transport lost some (netty issue 17049).
 */
@ExtendWith(NoLeaks.class)
@Timeout(300)
class KeepAliveTest {
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS = 300_000 / CONNECTIONS + 1;
    private static final int REQUEST_BYTES = 100;
    private static final int COUNTED_REQUESTS = 200;

    private final TransportUnderTest transport = TransportUnderTest.selected();

    @Test
    void shouldAnswerEveryRequestWhenReadingMessageByMessage() throws Exception {
        Consumer<SocketChannel> pipeline = ch -> ch.pipeline().addLast(new ReadPerMessage());
        assertThat(answers(transport.newGroup(2), pipeline, SocketFactory.getDefault(), REQUESTS))
                .isEqualTo(REQUESTS * CONNECTIONS);
    }

    @Test
    void shouldAnswerEveryRequestThroughTlsWhenReadingMessageByMessage() throws Exception {
        Tls tls = new Tls();
        Consumer<SocketChannel> pipeline =
                ch -> ch.pipeline().addLast(tls.serverContext().newHandler(ch.alloc()), new ReadPerMessage());
        assertThat(answers(transport.newGroup(2), pipeline, tls.socketFactory(), REQUESTS))
                .isEqualTo(REQUESTS * CONNECTIONS);
    }

    @Test
    void shouldNotArmAndCancelForEachRead() throws Exception {
        assumeThat(transport).isEqualTo(TransportUnderTest.URING);
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        LoopCounters counters = group.counters().get(0);
        int requests = answers(group, ch -> ch.pipeline().addLast(new ReadPerMessage()), SocketFactory.getDefault(),
                COUNTED_REQUESTS);
        assertThat(counters.cancels).as("cancels for %d requests", requests).isLessThan(requests / 100 + CONNECTIONS);
        assumeFalse(Mode.selected().isFaulty(), "what a fault cuts short or refuses is submitted again");
        // Where the kernel cannot pick a buffer, a poll tells when one is needed.
        double expected = Mode.selected().disabled().contains(Feature.PBUF_RING) ? 3 : 2;
        assertThat((double) counters.sqes / requests).as("SQEs per request: a receive and a send")
                .isLessThan(expected + 0.5);
    }

    private int answers(EventLoopGroup group, Consumer<SocketChannel> pipeline, SocketFactory clients, int requests)
            throws Exception {
        // A sample of the messages: where each goes is seen by other tests.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        try (Loopback loopback = Loopback.serve(transport, group,
                b -> b.childOption(ChannelOption.AUTO_READ, false), pipeline);
                KeepAliveClients keepAlive = new KeepAliveClients(clients, loopback.address(), CONNECTIONS)) {
            return keepAlive.ask(requests, REQUEST_BYTES);
        }
    }

    /** Reads one message, echoes it, and reads the next only after the echo was written. */
    private static final class ReadPerMessage extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ctx.writeAndFlush(msg).addListener(written -> ctx.read());
        }
    }
}
