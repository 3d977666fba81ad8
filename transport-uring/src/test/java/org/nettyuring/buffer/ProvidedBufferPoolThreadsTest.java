// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.buffer.ModelKernel.Cqe;

/** Lent on the loop, released on four other threads. */
class ProvidedBufferPoolThreadsTest {
    private static final int CONSUMERS = 4;
    private static final int MESSAGES = 50_000;
    private static final int BYTES = 32;

    private record Message(ByteBuf buf, int fill) {}

    private final BlockingQueue<Message> handedOver = new ArrayBlockingQueue<>(64);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();

    private void startConsumers() {
        for (int i = 0; i < CONSUMERS; i++) {
            Thread thread = new Thread(this::consume, "consumer " + i);
            thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
            thread.setDaemon(true);
            thread.start();
            consumers.add(thread);
        }
    }

    private void consume() {
        SplittableRandom random = new SplittableRandom(Thread.currentThread().getName().hashCode());
        List<Message> held = new ArrayList<>();
        while (true) {
            Message message = handedOver.poll();
            if (message == null || random.nextInt(3) == 0) { // keeps some for a while, but none while it waits for more
                held.forEach(ProvidedBufferPoolThreadsTest::check);
                held.clear();
            }
            if (message == null) {
                message = take();
            }
            if (message.buf == null) {
                held.forEach(ProvidedBufferPoolThreadsTest::check);
                return;
            }
            held.add(message);
        }
    }

    private Message take() {
        try {
            return handedOver.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(Message message) {
        ByteBuf buf = message.buf;
        for (int i = 0; i < BYTES; i++) {
            if (buf.getByte(i) != (byte) message.fill) {
                throw new AssertionError(
                        "byte " + i + " of " + buf + " is " + buf.getByte(i) + ", not " + message.fill);
            }
        }
        buf.release();
    }

    private void handOver(Message message) throws InterruptedException {
        while (!handedOver.offer(message, 1, TimeUnit.SECONDS)) {
            assertThat(failures).isEmpty();
        }
    }

    private void stopConsumers() throws InterruptedException {
        for (int i = 0; i < CONSUMERS; i++) {
            handOver(new Message(null, 0));
        }
        for (Thread consumer : consumers) {
            consumer.join();
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest(name = "incremental {0}")
    @ValueSource(booleans = {true, false})
    void shouldTakeBackFromFourThreadsWhatItLent(boolean incremental) throws InterruptedException {
        try (PoolFixture f = PoolFixture.of(32, incremental ? 20 * BYTES : BYTES, incremental)) {
            startConsumers();
            for (int i = 0; i < MESSAGES; i++) {
                handOver(new Message(f.receive(BYTES, i), i));
                if (i % 7 == 0) {
                    f.pool.recycle();
                }
            }
            stopConsumers();
            f.pool.recycle();
            assertThat(f.pool.lentBytes()).isZero();
            assertThat(f.counters.copiedOut).isLessThan(MESSAGES);
        }
    }

    /** The loop sleeps when it is starved, and only the wake-up callback can end that. */
    @Test
    void shouldNeverLeaveAStarvedLoopAsleep() throws InterruptedException {
        Semaphore bell = new Semaphore(0);
        BufferGeometry geometry = new BufferGeometry(4, BYTES, false);
        try (PoolFixture f = PoolFixture.neverCopying(geometry, bell::release)) {
            startConsumers();
            boolean[] replenished = {false};
            ProvidedBufferPool.Waiter waiter = new ProvidedBufferPool.Waiter() {
                @Override
                public void replenished() {
                    replenished[0] = true;
                }
            };
            for (int i = 0; i < MESSAGES; ) {
                Cqe cqe = f.kernel.receive(BYTES, (byte) i);
                if (!cqe.isStarved()) {
                    handOver(new Message(f.pool.lend(f.alloc, cqe.res(), cqe.flags()), i++));
                    continue;
                }
                replenished[0] = false;
                f.pool.whenReplenished(waiter);
                while (!replenished[0]) {
                    assertThat(bell.tryAcquire(30, TimeUnit.SECONDS)).as("woken at message %d", i).isTrue();
                    f.pool.recycle();
                }
            }
            stopConsumers();
            f.pool.recycle();
            assertThat(f.pool.lentBytes()).isZero();
        }
    }

    @Test
    void shouldFreeTheSlabOnceWhicheverThreadIsLast() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            PoolFixture f = PoolFixture.of(16, 1000, true);
            ByteBuf[] lent = new ByteBuf[CONSUMERS];
            for (int i = 0; i < CONSUMERS; i++) {
                lent[i] = f.receive(10, i);
            }
            Semaphore go = new Semaphore(0);
            List<Thread> releasers = new ArrayList<>();
            for (ByteBuf buf : lent) {
                Thread thread = new Thread(() -> {
                    go.acquireUninterruptibly();
                    buf.release();
                });
                thread.start();
                releasers.add(thread);
            }
            go.release(CONSUMERS);
            f.pool.close();
            for (Thread releaser : releasers) {
                releaser.join();
            }
            f.close();
        }
    }
}
