// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nettyuring.abi.LinuxConstants.POLLIN;
import static org.nettyuring.abi.LinuxConstants.POLLOUT;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SOCK_NONBLOCK;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringPoll;
import org.nettyuring.loop.IoUringPoll.Trigger;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/**
 * Threads that arm, change, pause, drop and close polls of two loops while bytes arrive, and whose descriptor numbers
 * come back at once as somebody else's. {@code -Dorg.nettyuring.testsuite.pollSeconds=60} for longer.
 */
@ExtendWith(NoLeaks.class)
@Timeout(600)
class PollRacesTest {
    private static final long SECONDS = Long.getLong("org.nettyuring.testsuite.pollSeconds", 2);
    private static final int THREADS = 4;
    private static final List<Trigger> TRIGGERS = List.of(Trigger.values());
    private static final int MEMORY_BYTES = 4096;
    private static final int READ_BYTES = 64;

    private final Syscalls syscalls = NativeSyscalls.get();
    private final IoUringEventLoopGroup group = Mode.selected().newGroup(2);

    @Test
    void shouldNeitherLoseNorMisleadAByteInAnyRace() throws Exception {
        long seed = System.nanoTime();
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Long>> runs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            byte mark = (byte) (i + 1);
            Callable<Long> owner = () -> ownPolls(random, mark, endNs);
            runs.add(threads.submit(owner));
        }
        long polls = 0;
        for (Future<Long> run : runs) {
            polls += run.get(SECONDS + 60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(polls).as("polls, with seed " + seed).isGreaterThan(THREADS);
        System.out.println("poll races: " + polls + " polls in " + SECONDS + " s");
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(group.counters()).allMatch(counters -> counters.failedTurns == 0);
    }

    private long ownPolls(SplittableRandom random, byte mark, long endNs) throws Exception {
        long polls = 0;
        try (NativeRegion memory = syscalls.allocate(MEMORY_BYTES, "poll races")) {
            while (System.nanoTime() - endNs < 0) {
                new Connection(memory, random, mark).run();
                polls++;
            }
        }
        return polls;
    }

    /** A pair of sockets whose one end is polled and read on a loop. */
    private final class Connection {
        private final SplittableRandom random;
        private final byte mark;
        private final NativeRegion memory;
        private final ByteBuffer view;
        private final Trigger trigger;
        private final int near;
        private final int far;
        private final AtomicReference<AssertionError> failure = new AtomicReference<>();
        private final AtomicLong received = new AtomicLong();
        private long sent;

        Connection(NativeRegion memory, SplittableRandom random, byte mark) {
            this.memory = memory;
            this.random = random;
            this.mark = mark;
            view = syscalls.view(memory.address(), MEMORY_BYTES);
            assertThat(syscalls.socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, memory.address())).isZero();
            near = view.getInt(0);
            far = view.getInt(Integer.BYTES);
            trigger = TRIGGERS.get(random.nextInt(TRIGGERS.size()));
            for (int i = 0; i < READ_BYTES; i++) {
                view.put(READ_BYTES + i, mark);
            }
        }

        void run() throws Exception {
            IoUringPoll poll = IoUringPoll.register(group.next(), near, POLLIN, trigger, this::onReady)
                    .get(20, TimeUnit.SECONDS);
            int steps = random.nextInt(40);
            for (int i = 0; i < steps; i++) {
                step(poll);
            }
            boolean all = random.nextBoolean();
            if (all) {
                poll.modify(POLLIN);
                Await.until("all bytes of " + poll, () -> {
                    if (trigger == Trigger.ONE_SHOT || poll.toString().contains("PAUSED")) {
                        poll.resume();
                    }
                    return received.get() == sent || failure.get() != null;
                });
            }
            assertThat(poll.close().await(20_000)).as("closes: " + poll).isTrue();
            if (failure.get() != null) {
                throw failure.get();
            }
            poll.closeFuture().sync();
            // Now and not earlier; the next socketpair, perhaps another thread's, gets these numbers.
            assertThat(syscalls.close(near)).isZero();
            assertThat(syscalls.close(far)).isZero();
        }

        private void step(IoUringPoll poll) {
            switch (random.nextInt(6)) {
                case 0 -> poll.modify(random.nextBoolean() ? POLLIN | POLLOUT : POLLIN);
                case 1 -> poll.pause();
                case 2 -> poll.resume();
                default -> {
                    long n = syscalls.write(far, memory.address() + READ_BYTES, 1 + random.nextInt(READ_BYTES));
                    sent += Math.max(0, n);
                }
            }
        }

        private void onReady(IoUringPoll poll, int events) {
            if ((events & POLLIN) == 0) {
                return;
            }
            long n;
            do {
                n = syscalls.read(near, memory.address(), READ_BYTES);
                for (int i = 0; i < n; i++) {
                    if (view.get(i) != mark) {
                        failure.set(new AssertionError("a byte of " + view.get(i) + " (expected: " + mark + ")"));
                    }
                }
                received.addAndGet(Math.max(0, n));
            } while (n > 0 && trigger == Trigger.EDGE);
        }
    }
}
