// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Messages so large that each is received, and answered, by a system call of its own. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class LargeMessagesTest {
    private static final int LARGE = 16 * 1024;
    private static final int SMALL = 64;
    private static final int CLIENTS = 16;
    private static final int MOST = 500;

    private final IoUringEventLoopGroup group = Mode.selected().newGroup(1);

    private LoopCounters counters() {
        return group.counters().get(0);
    }

    /** All at a time: the loop gets them in one turn. */
    private void roundTrips(List<Socket> clients, int bytes, int seed) throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        Future<Boolean> held = group.next().submit(() -> written.await(10, TimeUnit.SECONDS));
        for (Socket client : clients) {
            client.getOutputStream().write(message(bytes, seed));
        }
        written.countDown();
        assertThat(held.sync().getNow()).isTrue();
        for (Socket client : clients) {
            assertThat(client.getInputStream().readNBytes(bytes)).isEqualTo(message(bytes, seed));
        }
    }

    private static byte[] message(int bytes, int seed) {
        byte[] message = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            message[i] = (byte) (seed + i * 7);
        }
        return message;
    }

    private Loopback echo() {
        return Loopback.serve(TransportUnderTest.selected(), group, b -> { },
                ch -> ch.pipeline().addLast(new Echo()));
    }

    @Test
    void shouldReceiveLargeMessagesDirectlyAndSmallOnesWithTheRing() throws Exception {
        Mode.Sizes sizes = Mode.selected().sizes();
        assumeTrue(sizes.bufferSize() == 0, "no receive can be large");
        assumeTrue(sizes.directReceives() == 0, "all messages are large");
        List<Socket> clients = new ArrayList<>();
        try (Loopback server = echo()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(server.connect(null));
            }
            int trips = 0;
            for (; counters().directReceives < 10 * CLIENTS && trips < MOST; trips++) {
                roundTrips(clients, LARGE, trips);
            }
            assertThat(trips).as("round trips until most receives were direct").isLessThan(MOST);
            assertThat(counters().directSends).as("answers by system calls").isGreaterThan(5 * CLIENTS);
            long before = -1;
            for (trips = 0; counters().directReceives != before && trips < MOST; trips += 10) {
                before = counters().directReceives;
                for (int i = 0; i < 10; i++) {
                    roundTrips(clients, SMALL, i);
                }
            }
            assertThat(trips).as("round trips until none was").isLessThan(MOST);
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** A receive stops before urgent data: that it was short does not mean that the socket is empty. */
    @Test
    void shouldReceiveWhatComesBehindUrgentData() throws Exception {
        EventLog log = new EventLog();
        try (Loopback server = Loopback.serve(TransportUnderTest.selected(), group, b -> b
                .childOption(ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(4 * LARGE).maxMessagesPerRead(16)),
                ch -> ch.pipeline().addLast(log));
                Socket client = server.connect(null)) {
            byte[] part = new byte[LARGE];
            Arrays.fill(part, (byte) 1);
            for (int i = 1; i <= 50; i++) {
                client.getOutputStream().write(part);
                client.sendUrgentData(2);
                client.getOutputStream().write(part);
                int expected = 2 * LARGE * i;
                Await.until("message " + i, () -> log.bytes() >= expected);
            }
            assertThat(log.bytes()).as("the urgent bytes are out of band").isEqualTo(100 * LARGE);
        }
    }
}
