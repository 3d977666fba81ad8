// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.LoopBalancer;
import org.nettyuring.channel.LoopMigration;
import org.nettyuring.loop.IoUringEventLoop;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Connections that landed unevenly are spread, those that are nearly even are left alone. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LoopBalancerTest {
    private static final int CONNECTIONS = 200;
    private static final Duration PERIOD = Duration.ofMillis(10);

    private final IoUringEventLoopGroup group = Mode.selected().newGroup(2);
    private final List<IoUringEventLoop> loops = new ArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private final Queue<Channel> asked = new ConcurrentLinkedQueue<>();

    private Loopback serve() {
        for (EventExecutor loop : group) {
            loops.add((IoUringEventLoop) loop);
        }
        return Loopback.serve(TransportUnderTest.URING, group, b -> { }, ch -> ch.pipeline().addLast(new Echo()));
    }

    private long on(Loopback server, int loop) {
        return server.accepted().stream().filter(ch -> ch.eventLoop() == loops.get(loop)).count();
    }

    /** Opens connections, so many of them on the first loop. */
    private void connect(Loopback server, int count, int onFirst) throws Exception {
        for (int i = 0; i < count; i++) {
            clients.add(new Socket(server.address().getAddress(), server.address().getPort()));
        }
        Await.until("all accepted", () -> server.accepted().size() == count);
        int i = 0;
        for (Channel ch : server.accepted()) {
            Await.until("registered", ch::isActive);
            LoopMigration.migrate(ch, loops.get(i++ < onFirst ? 0 : 1)).sync();
        }
        assertThat(on(server, 0)).isEqualTo(onFirst);
    }

    private void talk() throws IOException {
        for (int i = 0; i < clients.size(); i++) {
            Socket client = clients.get(i);
            client.getOutputStream().write(i);
            assertThat(client.getInputStream().read()).isEqualTo(i & 0xFF);
        }
    }

    private void disconnect(Loopback server) throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.awaitNoneOpen();
    }

    @Test
    void shouldSpreadLongConnectionsThatLandedUnevenly() throws Exception {
        try (Loopback server = serve()) {
            connect(server, CONNECTIONS, 190);
            try (LoopBalancer balancer = LoopBalancer.of(group).period(PERIOD).start()) {
                Await.until("within 10 % of balance", () -> {
                    try {
                        talk(); // while they are moved
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return Math.abs(on(server, 0) - CONNECTIONS / 2) <= CONNECTIONS / 2 / 10;
                });
                Await.until("it settles", () -> balancer.moves() >= 80);
                assertThat(balancer.moves()).as("none moves to and fro").isLessThanOrEqualTo(100);
            }
            talk();
            assertThat(on(server, 0)).as("and stays there").isBetween(CONNECTIONS * 9L / 20, CONNECTIONS * 11L / 20);
            assertThat(server.accepted().size()).isEqualTo(CONNECTIONS);
            disconnect(server);
        }
    }

    @Test
    void shouldLeaveAloneWhatIsNearlyEvenAndWhatMayNotMove() throws Exception {
        try (Loopback server = serve()) {
            connect(server, 40, 22);
            try (LoopBalancer nothingToDo = LoopBalancer.of(group).period(PERIOD).start();
                    LoopBalancer nobodyMoves = LoopBalancer.of(group).period(PERIOD).threshold(0.01)
                            .movable(ch -> {
                                asked.add(ch);
                                return false;
                            }).start()) {
                Await.until("the one looked", () -> asked.size() > 100);
                assertThat(nothingToDo.moves()).isZero();
                assertThat(nobodyMoves.moves()).isZero();
            }
            disconnect(server);
        }
    }
}
