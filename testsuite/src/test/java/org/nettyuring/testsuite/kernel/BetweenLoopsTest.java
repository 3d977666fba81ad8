// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Loops;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/**
 * Messages between loops, and work for any of them, on threads of their own and a fake kernel that refuses bells, fills
 * completion queues and interrupts. A failure names its seed; threads make it no more than likely to come again.
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class BetweenLoopsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SEEDS = 12;
    private static final int LOOPS = 3;
    private static final int MESSAGES = 1_500;
    private static final int TASKS = 400;

    private FakeKernel kernel;
    private IoUringEventLoopGroup group;

    private void start(Mode bell, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        kernel = FakeKernel.realTime(FaultPlan.quiet(seed).with(Fault.MESSAGE_REFUSED, 0.3)
                .with(Fault.CQ_OVERFLOW, 0.05).with(Fault.SHORT_SUBMIT, 0.1).with(Fault.ENTER_EINTR, 0.05)
                .with(Fault.ENTER_EBUSY, 0.05).with(Fault.WAIT_EINTR, 0.1).with(Fault.DELAY, 0.2));
        int ringSize = 2 << random.nextInt(3);
        IoUringIoHandlerConfig.Builder config = IoUringIoHandlerConfig.builder().syscalls(kernel)
                .ringSize(ringSize).cqSize(ringSize << random.nextInt(2)).buffers(2, 512);
        bell.disabled().forEach(config::disable);
        group = kernel.withoutFaults(() -> new IoUringEventLoopGroup(LOOPS, config.build()));
    }

    /** Starts loops, each of which sends so many messages to the others. */
    private LoopTalk talk(Mode bell, long seed, int messages) {
        start(bell, seed);
        LoopTalk talk = new LoopTalk(Loops.of(group), seed, messages);
        talk.begin();
        return talk;
    }

    private void awaitSome(LoopTalk talk, long seed) {
        await("some messages came", seed, () -> talk.heard() > MESSAGES / 5);
    }

    private void end() throws Exception {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS)).isTrue();
        kernel.close();
    }

    private void await(String what, long seed, BooleanSupplier condition) {
        Await.until(() -> what + ", seed " + seed + "\n" + kernel.describe(), PATIENCE, condition);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULT", "NO_MSG_RING", "EVENTFD_ONLY"}) // how a loop is woken
    void shouldBringEachMessageOnceAndInOrderWhateverBecomesOfBells(Mode bell) throws Exception {
        int refused = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            LoopTalk talk = talk(bell, seed, MESSAGES);
            await("all messages came", seed, talk::isOver);
            talk.verify();
            refused += kernel.plan().fired(Fault.MESSAGE_REFUSED);
            end();
        }
        if (bell != Mode.EVENTFD_ONLY) {
            assertThat(refused).as("bells that the kernel refused").isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULT", "NO_MSG_RING", "EVENTFD_ONLY"}) // how a loop is woken
    void shouldBringWhatWasAcceptedWhileALoopEnds(Mode bell) throws Exception {
        int rejected = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            LoopTalk talk = talk(bell, seed, MESSAGES);
            awaitSome(talk, seed);
            EventLoop ending = Loops.of(group).get((int) (seed % LOOPS));
            assertThat(ending.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS)).isTrue();
            await("all that were accepted came", seed, talk::isOver);
            talk.verify();
            rejected += talk.rejected();
            end();
        }
        assertThat(rejected).as("messages to loops that had ended").isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULT", "NO_MSG_RING", "EVENTFD_ONLY"}) // how a loop is woken
    void shouldBringWhatWasAcceptedWhileAllLoopsEnd(Mode bell) throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LoopTalk talk = talk(bell, seed, Integer.MAX_VALUE);
            awaitSome(talk, seed);
            end();
            assertThat(talk.isOver()).as("all that were accepted came, seed %s", seed).isTrue();
            talk.verify();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULT", "NO_MSG_RING", "EVENTFD_ONLY"}) // how a loop is woken
    void shouldDoWorkForAnyLoopOnceWhateverBecomesOfBellsAndLoops(Mode bell) throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            start(bell, seed);
            if (seed % 3 == 0) {
                group.addComputeThreads(1);
            }
            Queue<AtomicInteger> accepted = new ConcurrentLinkedQueue<>();
            Queue<Future<?>> futures = new ConcurrentLinkedQueue<>();
            Thread outside = new Thread(() -> submitSome(accepted, futures, TASKS));
            outside.start();
            for (EventLoop loop : Loops.of(group)) {
                loop.execute(() -> submitSome(accepted, futures, TASKS));
            }
            if (seed % 2 == 0) { // in the middle of it
                await("some were done", seed, () -> futures.size() > TASKS / 4);
                end();
            } else {
                await("all were accepted", seed, () -> accepted.size() == (LOOPS + 1) * TASKS);
            }
            outside.join();
            await("all accepted are done", seed, () -> futures.stream().allMatch(Future::isDone));
            if (seed % 2 != 0) {
                end();
            }
            assertOnce(accepted, seed);
        }
    }

    private void submitSome(Collection<AtomicInteger> accepted, Collection<Future<?>> futures, int count) {
        try {
            for (int i = 0; i < count; i++) {
                AtomicInteger runs = new AtomicInteger();
                futures.add(group.submitAnywhere(() -> runs.incrementAndGet()));
                accepted.add(runs);
                if (i % 16 == 0) {
                    Thread.yield(); // now and then the loops run dry
                }
            }
        } catch (RejectedExecutionException e) {
            assertThat(group.isShuttingDown()).isTrue();
        }
    }

    private static void assertOnce(Collection<AtomicInteger> accepted, long seed) {
        assertThat(List.copyOf(accepted)).as("runs of each task, seed %s", seed).allMatch(runs -> runs.get() == 1);
    }
}
