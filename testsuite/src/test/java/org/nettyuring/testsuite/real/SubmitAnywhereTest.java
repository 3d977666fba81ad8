// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Loops;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** Work that belongs to no loop is done once, by whoever has nothing else to do. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class SubmitAnywhereTest {
    private final List<CountDownLatch> blocks = new ArrayList<>();
    private IoUringEventLoopGroup group;

    private List<EventLoop> start(int loops) {
        group = Mode.selected().newGroup(loops);
        return Loops.of(group);
    }

    @AfterEach
    void end() throws Exception {
        blocks.forEach(CountDownLatch::countDown);
        group.shutdownGracefully(0, 20, TimeUnit.SECONDS).sync();
        assertThat(group.isTerminated()).isTrue();
    }

    private CountDownLatch block(EventLoop loop) throws InterruptedException {
        CountDownLatch goOn = Loops.block(loop);
        blocks.add(goOn);
        return goOn;
    }

    @Test
    void shouldBeDoneByTheLoopThatIsIdleWhileTheOtherIsBusy() throws Exception {
        List<EventLoop> loops = start(2);
        for (int round = 0; round < 50; round++) {
            EventLoop busy = loops.get(round & 1);
            CountDownLatch goOn = block(busy);
            EventLoop idle = loops.get(1 - (round & 1));
            assertThat(group.submitAnywhere(() -> idle.inEventLoop()).sync().getNow()).isTrue();
            assertThat(group.submitAnywhere(() -> !busy.inEventLoop()).sync().getNow()).isTrue();
            assertThat(group.submitAnywhere(() -> { }).sync().isSuccess()).isTrue();
            goOn.countDown();
        }
    }

    @Test
    void shouldWaitUntilALoopHasNothingElseToDo() throws Exception {
        List<EventLoop> loops = start(2);
        CountDownLatch first = block(loops.get(0));
        block(loops.get(1));
        Queue<String> order = new ConcurrentLinkedQueue<>();
        Future<?> anywhere = group.submitAnywhere(() -> order.add("anywhere"));
        for (int i = 0; i < 10; i++) {
            loops.get(0).execute(() -> order.add("own"));
        }
        assertThat(anywhere.isDone()).isFalse();
        first.countDown();
        anywhere.sync();
        assertThat(order).hasSize(11).last().isEqualTo("anywhere");
    }

    @Test
    void shouldDoEachTaskOnceWhoeverSubmitsIt() throws Exception {
        List<EventLoop> loops = start(2);
        int submitters = 4;
        int each = 2_000;
        AtomicInteger done = new AtomicInteger();
        Set<Future<?>> futures = ConcurrentHashMap.newKeySet();
        CountDownLatch submitted = new CountDownLatch(submitters);
        for (int i = 0; i < submitters; i++) {
            Runnable submitAll = () -> {
                for (int n = 0; n < each; n++) {
                    futures.add(group.submitAnywhere(() -> done.incrementAndGet()));
                    if (n % 100 == 0) {
                        Thread.yield(); // now and then the loops run dry
                    }
                }
                submitted.countDown();
            };
            if (i < 2) {
                loops.get(i).execute(submitAll);
            } else {
                new Thread(submitAll).start();
            }
        }
        assertThat(submitted.await(30, TimeUnit.SECONDS)).isTrue();
        for (Future<?> future : futures) {
            assertThat(future.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(done.get()).isEqualTo(submitters * each);
    }

    @Test
    void shouldWakeASleepingLoopEachTime() throws Exception {
        start(2);
        for (int i = 0; i < 2_000; i++) {
            assertThat(group.submitAnywhere(() -> "done").await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldStartALoopThatHasNotStarted() throws Exception {
        start(3);
        assertThat(group.submitAnywhere(() -> 42).sync().getNow()).isEqualTo(42);
    }

    @Test
    void shouldTellTheOutcomeOnTheThreadThatDidIt() throws Exception {
        start(1);
        IOException failure = new IOException("on purpose");
        Future<Object> failed = group.submitAnywhere(() -> {
            throw failure;
        });
        assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(failed.cause()).isSameAs(failure);
        CountDownLatch told = new CountDownLatch(1);
        group.submitAnywhere(() -> Thread.currentThread()).addListener(future -> {
            if (future.getNow() == Thread.currentThread()) {
                told.countDown();
            }
        });
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldNotDoWhatWasCancelledBefore() throws Exception {
        EventLoop loop = start(1).get(0);
        CountDownLatch goOn = block(loop);
        AtomicInteger done = new AtomicInteger();
        Future<?> cancelled = group.submitAnywhere(() -> done.incrementAndGet());
        assertThat(cancelled.cancel(false)).isTrue();
        Future<?> next = group.submitAnywhere(() -> { });
        goOn.countDown();
        next.sync();
        assertThat(done.get()).isZero();
    }

    @Test
    void shouldBeDoneByLoopsForComputingWhileTheLoopsAreBusy() throws Exception {
        List<EventLoop> loops = start(1);
        group.addComputeThreads(2);
        CountDownLatch goOn = block(loops.get(0));
        CountDownLatch both = new CountDownLatch(2);
        List<Future<Boolean>> futures = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            futures.add(group.submitAnywhere(() -> {
                both.countDown();
                return both.await(20, TimeUnit.SECONDS) && !loops.get(0).inEventLoop();
            }));
        }
        for (Future<Boolean> future : futures) {
            assertThat(future.sync().getNow()).as("at the same time, and not on the loop").isTrue();
        }
        for (int i = 0; i < 500; i++) {
            assertThat(group.submitAnywhere(() -> "done").await(20, TimeUnit.SECONDS)).isTrue();
        }
        goOn.countDown();
    }

    @Test
    void shouldRunOrRefuseEveryTaskWhenTheGroupEnds() throws Exception {
        for (int round = 0; round < 10; round++) {
            start(2);
            if (round % 2 == 0) {
                group.addComputeThreads(1);
            }
            Queue<Future<?>> accepted = new ConcurrentLinkedQueue<>();
            AtomicInteger done = new AtomicInteger();
            List<Thread> submitters = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread submitter = new Thread(() -> {
                    try {
                        while (true) {
                            accepted.add(group.submitAnywhere(() -> done.incrementAndGet()));
                        }
                    } catch (RejectedExecutionException e) {
                        // told
                    }
                });
                submitters.add(submitter);
                submitter.start();
            }
            Await.until("they are at it", () -> done.get() > 200);
            group.shutdownGracefully(0, 20, TimeUnit.SECONDS).sync();
            for (Thread submitter : submitters) {
                submitter.join(TimeUnit.SECONDS.toMillis(20));
            }
            Await.until("all accepted are done", () -> accepted.stream().allMatch(Future::isDone));
            assertThat(done.get()).isEqualTo(accepted.size());
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> group.submitAnywhere(() -> 1));
        }
    }
}
