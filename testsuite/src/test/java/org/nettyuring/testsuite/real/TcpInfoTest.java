// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.channel.IoUringTcpInfo;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** What {@code tcpInfo()} tells of a live connection, against what epoll's code reads of the same socket. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class TcpInfoTest {
    private static final int TCP_ESTABLISHED = 1;

    @Test
    void shouldTellWhatEpollTellsOfTheSameSocket() throws Exception {
        Epoll.ensureAvailability();
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, ch -> ch.pipeline().addLast(new Echo()))) {
            EventLog received = new EventLog();
            IoUringSocketChannel client = (IoUringSocketChannel) loopback.client(ch -> ch.pipeline().addLast(received))
                    .connect().sync().channel();
            client.writeAndFlush(client.alloc().buffer().writeZero(100_000)).sync();
            Await.until("everything came back", () -> client.tcpInfo().unacked() == 0
                    && client.tcpInfo().rcvMss() > 0);
            // Never registered and never closed: it only lends its eyes.
            EpollSocketChannel epoll = new EpollSocketChannel(client.fd().intValue());
            IoUringTcpInfo ours = new IoUringTcpInfo();
            // Milliseconds go on between the two calls; a moment comes in which they do not.
            List<String> difference = new ArrayList<>();
            Await.until(() -> "the same from both: " + difference, Duration.ofSeconds(20), () -> {
                assertThat(client.tcpInfo(ours)).isSameAs(ours);
                difference.clear();
                difference.addAll(difference(ours, epoll.tcpInfo()));
                return difference.isEmpty();
            });
            assertThat(ours.state()).isEqualTo(TCP_ESTABLISHED);
            assertThat(ours.sndMss()).isPositive();
            assertThat(ours.rtt()).isPositive();
            assertThat(ours.rto()).isPositive();
            assertThat(ours.sndCwnd()).isPositive();
            assertThat(ours.rcvSpace()).isPositive();
            assertThat(ours.pmtu()).isGreaterThan(1_000);
            client.close().sync();
            assertThatThrownBy(client::tcpInfo).isInstanceOf(ChannelException.class);
        }
    }

    private static List<String> difference(IoUringTcpInfo ours, EpollTcpInfo epolls) {
        List<String> difference = new ArrayList<>();
        int getters = 0;
        try {
            for (Method getter : EpollTcpInfo.class.getDeclaredMethods()) {
                if (getter.getParameterCount() == 0 && getter.getReturnType().isPrimitive()) {
                    getters++;
                    Object our = IoUringTcpInfo.class.getMethod(getter.getName()).invoke(ours);
                    Object epoll = getter.invoke(epolls);
                    if (!our.equals(epoll)) {
                        difference.add(getter.getName() + ": " + our + ", epoll " + epoll);
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("getters", e);
        }
        assertThat(getters).isEqualTo(32);
        return difference;
    }
}
