// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Loops that look for work before they sleep. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class SpinTest {
    /** Each rest after the fourth is twice as long as the one before, up to 256 sleeps. */
    private static final int LOOKS_UNTIL_IT_RESTS = 4 + 9;
    private static final int ROUND_TRIPS = 1000;
    /** Longer than a busy machine keeps a client waiting. */
    private static final int PATIENT_MICROS = 50_000;

    @Test
    void shouldFindRequestsWithoutSleeping() throws Exception {
        assumeTrue(TransportUnderTest.selected() == TransportUnderTest.URING, "epoll does not spin");
        IoUringEventLoopGroup group = spinning(PATIENT_MICROS);
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new Echo()));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            client.setTcpNoDelay(true);
            for (int i = 0; i < ROUND_TRIPS; i++) {
                client.getOutputStream().write(i);
                assertThat(client.getInputStream().read()).isEqualTo(i & 0xFF);
            }
            LoopCounters counters = group.counters().get(0);
            assertThat(counters.fruitfulSpins).as("requests found by a look").isPositive();
            assertThat(counters.sleeps).as("sleeps before the others").isLessThan(ROUND_TRIPS / 2);
        }
    }

    @Test
    void shouldRunTheTasksOfOtherThreadsWhileItLooks() throws Exception {
        IoUringEventLoopGroup group = spinning(PATIENT_MICROS);
        for (int i = 0; i < ROUND_TRIPS; i++) {
            group.submit(() -> { }).sync();
        }
        LoopCounters counters = group.counters().get(0);
        assertThat(counters.fruitfulSpins).as("tasks found by a look").isPositive();
        assertThat(counters.bellsReceived).as("bells, which only a sleeper needs").isLessThan(ROUND_TRIPS / 2);
        end(group);
    }

    @Test
    void shouldHardlyLookWhereNothingComes() throws Exception {
        IoUringEventLoopGroup group = spinning(100);
        AtomicInteger ticks = new AtomicInteger();
        group.next().scheduleAtFixedRate(ticks::incrementAndGet, 1, 1, TimeUnit.MILLISECONDS);
        Await.until("ticks", () -> ticks.get() >= ROUND_TRIPS);
        LoopCounters counters = group.counters().get(0);
        // A loop that lost its core while it looked may find a tick, and starts anew.
        assertThat(counters.spins).as("looks")
                .isLessThan(ROUND_TRIPS / 10 + LOOKS_UNTIL_IT_RESTS * counters.fruitfulSpins);
        end(group);
    }

    private static IoUringEventLoopGroup spinning(int micros) {
        return new IoUringEventLoopGroup(1, Mode.selected().config().spin(micros).build());
    }

    private static void end(IoUringEventLoopGroup group) throws InterruptedException {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }
}
