// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;

/** A pool over a {@link ModelKernel}, with real memory: what is used after it was freed crashes. */
final class PoolFixture implements AutoCloseable {
    final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(true, true);
    final LoopCounters counters = new LoopCounters();
    final AtomicInteger wakes = new AtomicInteger();
    final NativeRegion slab;
    final ModelKernel kernel;
    final ProvidedBufferPool pool;

    private PoolFixture(BufferGeometry geometry, CopyPolicy policy, Runnable wake) {
        try {
            slab = NativeSyscalls.get().allocate(geometry.slabBytes(), "test slab");
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
        kernel = new ModelKernel(slab, geometry.incremental());
        pool = new ProvidedBufferPool(kernel, slab, geometry, policy, counters, () -> {
            wakes.incrementAndGet();
            wake.run();
        });
        pool.attach();
    }

    static PoolFixture of(int count, int sizeBytes, boolean incremental) {
        BufferGeometry geometry = new BufferGeometry(count, sizeBytes, incremental);
        return new PoolFixture(geometry, CopyPolicy.of(geometry), () -> { });
    }

    static PoolFixture neverCopying(int count, int sizeBytes, boolean incremental) {
        return neverCopying(new BufferGeometry(count, sizeBytes, incremental), () -> { });
    }

    static PoolFixture neverCopying(BufferGeometry geometry, Runnable wake) {
        return new PoolFixture(geometry, CopyPolicy.never(), wake);
    }

    /** {@return the seeds of a random test; {@code -Dorg.nettyuring.seeds=N} plays N instead of 20} */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("org.nettyuring.seeds", 20));
    }

    /** Receives and lends. */
    ByteBuf receive(int bytes, int fill) {
        ModelKernel.Cqe cqe = kernel.receive(bytes, (byte) fill);
        assertThat(cqe.isStarved()).as("starved").isFalse();
        return pool.lend(alloc, cqe.res(), cqe.flags());
    }

    static void onAnotherThread(Runnable action) {
        CompletableFuture.runAsync(action, command -> new Thread(command, "another thread").start()).join();
    }

    static void assertFilled(ByteBuf buf, int fill) {
        byte[] bytes = ByteBufUtil.getBytes(buf);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != (byte) fill) {
                throw new AssertionError("byte " + i + " of " + buf + " is " + bytes[i] + ", not " + (byte) fill);
            }
        }
    }

    /** Closes the pool and asserts that nothing is left. */
    @Override
    public void close() {
        pool.close();
        assertThat(slab.isClosed()).as("slab freed").isTrue();
        assertThat(NativeRegion.live()).doesNotContain(slab);
        assertThat(alloc.metric().usedDirectMemory() + alloc.metric().usedHeapMemory()).as("copies left").isZero();
    }
}
