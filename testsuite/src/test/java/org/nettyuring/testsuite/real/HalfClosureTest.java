// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** What handlers see when one direction ends, beside what epoll shows them. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class HalfClosureTest {
    @Test
    void shouldTellTheSameStoryAsEpollWhenThePeerEndsItsDirection() throws Exception {
        assertThat(peerEnds(TransportUnderTest.selected(), true)).isEqualTo(peerEnds(TransportUnderTest.EPOLL, true));
    }

    @Test
    void shouldCloseAsEpollDoesWhenHalfClosureIsNotAllowed() throws Exception {
        assertThat(peerEnds(TransportUnderTest.selected(), false)).isEqualTo(peerEnds(TransportUnderTest.EPOLL, false));
    }

    @Test
    void shouldTellTheSameStoryAsEpollWhenOurSideEndsItsDirectionFirst() throws Exception {
        assumeFalse(Mode.selected().isFaulty(), "the end waits for one send, which takes all that there is room for");
        assertThat(weEnd(TransportUnderTest.selected())).isEqualTo(weEnd(TransportUnderTest.EPOLL));
    }

    @Test
    void shouldTellTheSameStoryAsEpollWhenThePeerResets() throws Exception {
        assertThat(peerResets(TransportUnderTest.selected())).isEqualTo(peerResets(TransportUnderTest.EPOLL));
    }

    private static List<String> peerEnds(TransportUnderTest transport, boolean allowHalfClosure) throws Exception {
        EventLog log = new EventLog();
        List<String> story;
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1),
                b -> b.childOption(ChannelOption.ALLOW_HALF_CLOSURE, allowHalfClosure),
                ch -> ch.pipeline().addLast(log));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.getOutputStream().write(new byte[1000]);
            client.shutdownOutput();
            if (allowHalfClosure) {
                Await.until("told of the end", () -> log.events().contains("ChannelInputShutdownReadComplete"));
                SocketChannel ch = (SocketChannel) loopback.accepted().iterator().next();
                story = new ArrayList<>(log.events());
                story.add("active=" + ch.isActive() + " in=" + ch.isInputShutdown() + " out=" + ch.isOutputShutdown());
                ch.writeAndFlush(Unpooled.wrappedBuffer(new byte[10])).sync();
                assertThat(client.getInputStream().readNBytes(10)).hasSize(10);
                ch.close().sync();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            Await.until("closed", () -> log.events().contains("unregistered"));
            story = new ArrayList<>(log.events());
            story.add(log.bytes() + " bytes");
        }
        return story;
    }

    private static List<String> weEnd(TransportUnderTest transport) throws Exception {
        EventLog log = new EventLog();
        List<String> story;
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(1),
                b -> b.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true), ch -> ch.pipeline().addLast(log));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            Await.until("accepted", () -> log.events().contains("active"));
            SocketChannel ch = (SocketChannel) loopback.accepted().iterator().next();
            ch.writeAndFlush(Unpooled.wrappedBuffer(new byte[100_000]));
            ch.shutdownOutput().sync();
            InputStream in = client.getInputStream();
            assertThat(in.readAllBytes()).as("everything flushed before the end").hasSize(100_000);
            Throwable refused = ch.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])).await().cause();
            client.getOutputStream().write(new byte[1000]);
            client.getOutputStream().flush();
            Await.until("still reading", () -> log.bytes() == 1000);
            client.shutdownOutput();
            Await.until("told of the end", () -> log.events().contains("ChannelInputShutdownReadComplete"));
            story = new ArrayList<>(log.events());
            story.add("write refused: " + refused.getClass().getName());
            story.add("active=" + ch.isActive() + " in=" + ch.isInputShutdown() + " out=" + ch.isOutputShutdown()
                    + " both=" + ch.isShutdown());
        }
        return story;
    }

    private static List<String> peerResets(TransportUnderTest transport) throws Exception {
        EventLog log = new EventLog();
        try (Loopback loopback = Loopback.serve(transport, ch -> ch.pipeline().addLast(log))) {
            try (Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
                client.getOutputStream().write(new byte[10]);
                Await.until("the bytes", () -> log.bytes() == 10);
                client.setSoLinger(true, 0);
            }
            Await.until("closed", () -> log.events().contains("unregistered"));
        }
        return log.events();
    }
}
