// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** Tasks from other threads arrive through the ring: none is lost or stuck, and the bell is rung for sleepers only. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class TaskFloodTest {
    private static final int THREADS = 8;
    private static final int TASKS_PER_THREAD = 1_000_000;
    private static final double MOST_ENTERS_PER_TASK = 0.05;
    private static final int ROUND_TRIPS = 20_000;

    /** How a thread without a ring wakes the loop. */
    enum Bell {
        REGISTER_SEND_MSG_RING {
            @Override
            IoUringIoHandlerConfig config() {
                return Mode.selected().config().build();
            }
        },
        EVENTFD {
            @Override
            IoUringIoHandlerConfig config() {
                return Mode.selected().config()
                        .disable(Feature.MSG_RING).disable(Feature.REGISTER_SEND_MSG_RING).build();
            }
        };

        abstract IoUringIoHandlerConfig config();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRunEveryTaskOfEightFloodingThreadsInOrder(Bell bell) throws Exception {
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, bell.config());
        EventLoop loop = group.next();
        List<Producer> producers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            producers.add(new Producer(loop));
        }
        loop.submit(() -> { }).sync();
        LoopCounters counters = group.counters().get(0);
        long entersBefore = counters.enters;
        List<Thread> threads = producers.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        for (Producer producer : producers) {
            assertThat(producer.done.await(100, TimeUnit.SECONDS)).as("tasks run: %d", producer.ran).isTrue();
        }
        long enters = counters.enters - entersBefore;
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat((double) enters / ((long) THREADS * TASKS_PER_THREAD)).as("enters per task")
                .isLessThan(MOST_ENTERS_PER_TASK);
        end(group);
    }

    /** Offers its tasks as fast as the loop can take them; each task checks that it is the next. */
    private static final class Producer implements Runnable {
        private static final int MOST_AHEAD = 100_000;

        private final EventLoop loop;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile int ran;

        Producer(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            for (int i = 0; i < TASKS_PER_THREAD; i++) {
                while (i - ran > MOST_AHEAD) { // bounds the queue's memory
                    LockSupport.parkNanos(100_000);
                }
                loop.execute(this::task);
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
        private void task() {
            if (++ran == TASKS_PER_THREAD) {
                done.countDown();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWakeASleepingLoopForEveryTask(Bell bell) throws Exception {
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, bell.config());
        EventLoop loop = group.next();
        for (int i = 0; i < ROUND_TRIPS; i++) {
            // Answered one by one, so that the loop is asleep, falling asleep or waking up when the next one comes.
            CountDownLatch answered = new CountDownLatch(1);
            loop.execute(answered::countDown);
            assertThat(answered.await(20, TimeUnit.SECONDS)).as("round trip %d", i).isTrue();
        }
        assertThat(group.counters().get(0).bellsReceived).as("bells").isPositive();
        end(group);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassTasksBetweenLoops(Bell bell) throws Exception {
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(2, bell.config());
        EventLoop left = group.next();
        EventLoop right = group.next();
        CountDownLatch done = new CountDownLatch(1);
        left.execute(new PingPong(left, right, done));
        assertThat(done.await(60, TimeUnit.SECONDS)).as("the ball was lost").isTrue();
        LoopCounters counters = group.counters().get(0);
        if (bell == Bell.REGISTER_SEND_MSG_RING && !Mode.selected().disabled().contains(Feature.MSG_RING)) {
            assertThat(counters.bellsSent + group.counters().get(1).bellsSent).as("bells by MSG_RING").isPositive();
        }
        end(group);
    }

    /** A task that goes from loop to loop. */
    private static final class PingPong implements Runnable {
        private final EventLoop left;
        private final EventLoop right;
        private final CountDownLatch done;
        private int hops;

        PingPong(EventLoop left, EventLoop right, CountDownLatch done) {
            this.left = left;
            this.right = right;
            this.done = done;
        }

        @Override
        public void run() {
            if (++hops == 2 * ROUND_TRIPS) {
                done.countDown();
            } else {
                (left.inEventLoop() ? right : left).execute(this);
            }
        }
    }

    @Test
    void shouldNotRingForALoopThatIsAwake() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        EventLoop loop = group.next();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.execute(() -> {
            busy.countDown();
            awaitQuietly(release);
        });
        assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
        long before = group.counters().get(0).bellsReceived;
        CountDownLatch ran = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            loop.execute(ran::countDown);
        }
        release.countDown();
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(group.counters().get(0).bellsReceived - before).as("bells for a loop that was awake").isZero();
        end(group);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void end(IoUringEventLoopGroup group) {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
    }
}
