// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who is woken for work that any loop may do, with loops that sleep and wake as the test says. */
class SharedTasksTest {
    private final SharedTasks tasks = new SharedTasks();
    private final AtomicInteger done = new AtomicInteger();
    private final Callable<Integer> work = done::incrementAndGet;

    private List<Loop> join(int count) {
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loops.add(new Loop());
            tasks.join(loops.get(i), true);
        }
        return loops;
    }

    private static long woken(List<Loop> loops) {
        return loops.stream().mapToLong(loop -> loop.bells).sum();
    }

    @Test
    void shouldTakeEachLoopThatSleepsOnce() {
        List<Loop> loops = join(3);
        loops.forEach(Loop::sleep);
        for (int submitted = 1; submitted <= 5; submitted++) {
            tasks.submit(work);
            assertThat(woken(loops)).as("after %s tasks", submitted).isEqualTo(Math.min(submitted, 3));
        }
        assertThat(loops).allMatch(loop -> loop.bells == 1);
        loops.forEach(Loop::wake);
        assertThat(loops.get(0).takeAll()).as("the others were faster").isEqualTo(5);
        assertThat(done).hasValue(5);
    }

    @Test
    void shouldWakeNobodyWhileAllAreAwakeAndBeFoundByTheFirstThatIsAboutToSleep() {
        List<Loop> loops = join(2);
        Future<Integer> outcome = tasks.submit(work);
        assertThat(woken(loops)).isZero();
        assertThat(loops.get(1).sleep()).as("there is work").isFalse();
        assertThat(loops.get(1).takeAll()).isEqualTo(1);
        assertThat(outcome.getNow()).isEqualTo(1);
    }

    @Test
    void shouldStartALoopThatDoesNotRunYetIfNobodySleeps() {
        List<Loop> loops = join(3);
        loops.get(1).dormant = true;
        tasks.submit(work);
        assertThat(loops.get(1).dormant).isFalse();
        loops.get(1).takeAll();
        loops.get(0).sleep();
        loops.get(2).dormant = true;
        tasks.submit(work);
        assertThat(loops.get(2).dormant).as("another one sleeps").isTrue();
    }

    @Test
    void shouldLeaveWhatIsThereToTheLastLoopAndTakeNoMore() {
        List<Loop> loops = join(2);
        tasks.submit(work);
        tasks.leave(loops.get(0), ImmediateEventExecutor.INSTANCE);
        assertThat(done).as("another loop is there").hasValue(0);
        tasks.submit(work);
        tasks.leave(loops.get(1), ImmediateEventExecutor.INSTANCE);
        assertThat(done).hasValue(2);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> tasks.submit(work));
        assertThat(tasks.isEmpty()).isTrue();
    }

    @Test
    void shouldNeverLetAllSleepOnWorkAndDoEachOnce() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            SharedTasksTest run = new SharedTasksTest();
            List<Loop> loops = run.join(3);
            int submitted = 0;
            for (int step = 0; step < 500; step++) {
                Loop loop = run.some(loops, random);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        run.tasks.submit(run.work);
                        submitted++;
                    }
                    case 1 -> loop.sleep();
                    case 2 -> loop.wake();
                    default -> loop.takeOne();
                }
                boolean allSleep = loops.stream().allMatch(one -> one.asleep && !one.rung);
                assertThat(allSleep && !run.tasks.isEmpty()).as("all sleep on work, seed %s", seed).isFalse();
            }
            loops.get(0).wake();
            loops.get(0).takeAll();
            assertThat(run.done).as("seed %s", seed).hasValue(submitted);
        }
    }

    private Loop some(List<Loop> loops, Random random) {
        return loops.get(random.nextInt(loops.size()));
    }

    /** As a loop does it, with the loop's own handshake. */
    private final class Loop implements SharedTasks.Worker {
        private final WakeState state = new WakeState();
        private boolean asleep;
        private boolean rung;
        private boolean dormant;
        private int bells;

        /** {@return whether it does} */
        boolean sleep() {
            if (asleep) {
                return true;
            }
            asleep = state.trySleep();
            if (!asleep || !tasks.isEmpty()) {
                wake();
            }
            return asleep;
        }

        void wake() {
            if (asleep) {
                asleep = false;
                rung = false;
                state.awake();
            }
        }

        void takeOne() {
            SharedTask<?> task = asleep ? null : tasks.poll();
            if (task != null) {
                task.runOn(ImmediateEventExecutor.INSTANCE);
            }
        }

        int takeAll() {
            int before = done.get();
            while (!tasks.isEmpty()) {
                takeOne();
            }
            return done.get() - before;
        }

        @Override
        public boolean wakeIfAsleep() {
            boolean slept = state.signalIfAsleep();
            if (slept) {
                rung = true;
                bells++;
            }
            return slept;
        }

        @Override
        public boolean wakeIfDormant() {
            boolean was = dormant;
            dormant = false;
            return was;
        }
    }
}
