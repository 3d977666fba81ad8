// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nettyuring.buffer.PoolFixture.assertFilled;
import static org.nettyuring.buffer.PoolFixture.onAnotherThread;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.buffer.ModelKernel.Cqe;

/**
 * Random loops against the model of the kernel. Every message is filled with its own byte when it is received and must
 * still be when it is released: a piece that was lent twice, or given to the kernel too early, is seen.
 */
class ProvidedBufferPoolRandomTest {
    private record Lent(ByteBuf buf, int fill, int bytes) {}

    private final List<Lent> lent = new ArrayList<>();
    /** Completions that the kernel posted and the loop has not come to, with the byte they were filled with. */
    private final ArrayDeque<Cqe> posted = new ArrayDeque<>();
    private final ArrayDeque<Integer> fills = new ArrayDeque<>();
    private int waiting;

    private final class Starved extends ProvidedBufferPool.Waiter {
        @Override
        public void replenished() {
            waiting--;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.nettyuring.buffer.PoolFixture#seeds")
    void shouldNeitherLoseNorShareBytes(long seed) {
        for (int round = 0; round < 10; round++) {
            SplittableRandom random = new SplittableRandom(seed * 1000 + round);
            boolean copying = random.nextInt(4) > 0;
            boolean incremental = random.nextBoolean();
            int count = 2 << random.nextInt(5);
            int size = 1 + random.nextInt(300);
            try (PoolFixture f = copying ? PoolFixture.of(count, size, incremental)
                    : PoolFixture.neverCopying(count, size, incremental)) {
                play(f, random, copying);
                releaseEverything(f, random);
                assertThat(f.kernel.available()).as("back with the kernel").isEqualTo(count);
                assertThat(f.pool.lentBytes()).isZero();
                assertThat(f.counters.buffersLent).isZero();
                assertThat(waiting).as("starved receives that nobody called").isZero();
            }
        }
    }

    private void play(PoolFixture f, SplittableRandom random, boolean copying) {
        int greed = 1 + random.nextInt(40);
        for (int turn = 0; turn < 300; turn++) {
            kernelRuns(f, random);
            loopRuns(f, random);
            while (lent.size() > greed || !lent.isEmpty() && random.nextInt(3) > 0) {
                release(f, random);
            }
            f.pool.recycle();
            int pieces = lent.stream().mapToInt(l -> l.buf instanceof ProvidedByteBuf ? l.bytes : 0).sum();
            assertThat(f.pool.lentBytes()).isEqualTo(pieces);
            if (copying) {
                assertThat(2 * f.kernel.available()).isGreaterThanOrEqualTo(f.pool.geometry().count());
                assertThat(waiting).as("starved receives in spite of copying").isZero();
            }
        }
    }

    private void kernelRuns(PoolFixture f, SplittableRandom random) {
        for (int n = random.nextInt(12); n > 0; n--) {
            int fill = random.nextInt(256);
            int size = f.pool.geometry().sizeBytes();
            int available = 1 + random.nextInt(random.nextBoolean() ? size / 10 + 1 : 2 * size);
            posted.add(random.nextInt(20) == 0 ? f.kernel.endOfStream() : f.kernel.receive(available, (byte) fill));
            fills.add(fill);
        }
    }

    private void loopRuns(PoolFixture f, SplittableRandom random) {
        while (!posted.isEmpty()) {
            Cqe cqe = posted.remove();
            int fill = fills.remove();
            if (cqe.isStarved()) {
                waiting++;
                f.pool.whenReplenished(new Starved());
            } else if (cqe.res() == 0 || random.nextInt(8) == 0) {
                f.pool.discard(cqe.res(), cqe.flags());
            } else {
                ByteBuf buf = f.pool.lend(f.alloc, cqe.res(), cqe.flags());
                assertThat(buf.readableBytes()).isEqualTo(cqe.res());
                lent.add(new Lent(buf, fill, cqe.res()));
            }
        }
    }

    private void release(PoolFixture f, SplittableRandom random) {
        Lent victim = lent.remove(random.nextInt(lent.size()));
        assertFilled(victim.buf, victim.fill);
        switch (random.nextInt(12)) {
            case 0 -> onAnotherThread(victim.buf::release);
            case 1 -> {
                victim.buf.writeLong(1); // outgrows the piece
                assertThat(victim.buf.readableBytes()).isEqualTo(victim.bytes + 8);
                victim.buf.writerIndex(victim.bytes);
                assertFilled(victim.buf, victim.fill);
                victim.buf.release();
            }
            case 2 -> {
                ByteBuf part = victim.buf.retainedSlice();
                victim.buf.release();
                f.pool.recycle();
                assertFilled(part, victim.fill);
                part.release();
            }
            default -> victim.buf.release();
        }
        f.pool.recycle();
    }

    private void releaseEverything(PoolFixture f, SplittableRandom random) {
        while (!lent.isEmpty()) {
            release(f, random);
        }
        f.pool.recycle();
        // The level rises only when the kernel runs out: so that it has all.
        while (f.kernel.available() < f.pool.geometry().count()) {
            int before = f.kernel.available();
            waiting++;
            f.pool.whenReplenished(new Starved());
            f.pool.recycle();
            assertThat(f.kernel.available()).isGreaterThan(before);
        }
    }
}
