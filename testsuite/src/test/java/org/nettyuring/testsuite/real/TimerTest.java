// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Deadlines arrive through the ring: in order, none early, none lost, and cheaply. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class TimerTest {
    private static final int TASKS = 10_000;
    private static final long LONGEST_DELAY_MS = 2_000;
    private static final int IDLE_CONNECTIONS = 1_000;
    private static final int IDLE_REQUESTS = 100_000;

    private final IoUringEventLoopGroup group = Mode.selected().newGroup(1);

    @AfterEach
    void endTheLoops() {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFireTenThousandTasksInOrderNoneEarlyNoneLost(boolean scheduledOnTheLoop) {
        long seed = System.nanoTime();
        EventLoop loop = group.next();
        Schedule schedule = new Schedule(loop, new SplittableRandom(seed));
        if (scheduledOnTheLoop) {
            loop.submit(schedule::make).syncUninterruptibly();
        } else {
            schedule.make();
        }
        Await.until("seed " + seed + ": all tasks that were not cancelled fired", () -> schedule.open.get() == 0);
        loop.submit(() -> { }).syncUninterruptibly();
        Timed previous = null;
        for (Timed task : schedule.fired) {
            assertThat(task.cancelled).as("fired although cancelled, seed %d", seed).isFalse();
            assertThat(task.firedNs - task.earliestDueNs).as("ns after its deadline, seed %d", seed).isNotNegative();
            // From another thread, a task may be overtaken on its way to the loop.
            if (scheduledOnTheLoop && previous != null) {
                assertThat(task.latestDueNs - previous.earliestDueNs).as("order of deadlines, seed %d", seed)
                        .isNotNegative();
            }
            previous = task;
        }
        assertThat(schedule.fired).doesNotHaveDuplicates();
        assertThat(schedule.fired.size()).isEqualTo((int) schedule.all.stream().filter(t -> !t.cancelled).count());
    }

    /** Ten thousand tasks at random times, some of them cancelled, some of those scheduled again. */
    private static final class Schedule {
        private final EventLoop loop;
        private final SplittableRandom random;
        private final List<Timed> all = new ArrayList<>();
        private final List<Timed> fired = new ArrayList<>(); // by the loop; read after the last
        private final AtomicInteger open = new AtomicInteger();

        Schedule(EventLoop loop, SplittableRandom random) {
            this.loop = loop;
            this.random = random;
        }

        void make() {
            for (int i = 0; i < TASKS; i++) {
                Timed task = new Timed(fired, open);
                task.schedule(loop, randomDelayNs());
                all.add(task);
                if (random.nextInt(4) == 0) {
                    cancel(all.get(random.nextInt(all.size())));
                }
            }
        }

        private void cancel(Timed victim) {
            if (victim.future.cancel(false)) {
                open.decrementAndGet();
                if (random.nextBoolean()) {
                    victim.cancelled = false;
                    victim.schedule(loop, randomDelayNs());
                } else {
                    victim.cancelled = true;
                }
            }
        }

        private long randomDelayNs() {
            return random.nextLong(TimeUnit.MILLISECONDS.toNanos(LONGEST_DELAY_MS));
        }
    }

    /** One task and what became of it. Its deadline was set between two readings of the clock. */
    private static final class Timed implements Runnable {
        private final List<Timed> fired;
        private final AtomicInteger open;
        private volatile long earliestDueNs;
        private volatile long latestDueNs;
        private long firedNs;
        private volatile boolean cancelled;
        private ScheduledFuture<?> future;

        Timed(List<Timed> fired, AtomicInteger open) {
            this.fired = fired;
            this.open = open;
        }

        void schedule(EventLoop loop, long delayNs) {
            open.incrementAndGet();
            earliestDueNs = System.nanoTime() + delayNs;
            future = loop.schedule(this, delayNs, TimeUnit.NANOSECONDS);
            latestDueNs = System.nanoTime() + delayNs;
        }

        @Override
        public void run() {
            firedNs = System.nanoTime();
            fired.add(this);
            open.decrementAndGet();
        }
    }

    @Test
    void shouldWakeForADeadlineThatBecomesEarlier() throws Exception {
        EventLoop loop = group.next();
        ScheduledFuture<?> far = loop.schedule(() -> { }, 1, TimeUnit.HOURS);
        for (int i = 0; i < 50; i++) {
            AtomicLong firedNs = new AtomicLong();
            long dueNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
            // Scheduled on the loop itself, so that no bell helps.
            loop.submit(() -> loop.schedule(() -> firedNs.set(System.nanoTime()), 10, TimeUnit.MILLISECONDS)).sync();
            Await.until("fired", () -> firedNs.get() != 0);
            assertThat(firedNs.get() - dueNs).isNotNegative();
        }
        far.cancel(false);
    }

    @Test
    void shouldHardlySubmitTimersForAnIdleTimeoutServer() throws Exception {
        TransportUnderTest transport = TransportUnderTest.URING;
        try (Loopback loopback = Loopback.serve(transport, group, b -> { },
                ch -> ch.pipeline().addLast(new IdleStateHandler(30, 0, 0), new Echo()));
                KeepAliveClients clients = new KeepAliveClients(SocketFactory.getDefault(), loopback.address(),
                        IDLE_CONNECTIONS)) {
            LoopCounters counters = group.counters().get(0);
            int answers = clients.ask(IDLE_REQUESTS / IDLE_CONNECTIONS, 1);
            assertThat(counters.timerSqes).as("timer SQEs for %d requests", answers).isLessThan(answers / 100);
        }
    }
}
