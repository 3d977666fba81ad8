// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message of 64 bytes lent from the slab and given back on the loop's thread, with a kernel that takes buffers in
 * order and does nothing else: the memory's own bookkeeping. In this package for the supply's sake.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class ProvidedBufferBenchmark {
    private static final int MESSAGE_BYTES = 64;

    /** Whether a message takes its own bytes ({@code IOU_PBUF_RING_INC}) or a whole buffer. */
    @Param({"true", "false"})
    private boolean incremental;

    private Queue kernel;
    private ProvidedBufferPool pool;

    /** Makes a pool of the default size, of this thread. */
    @Setup
    public void open() throws ErrnoException {
        final BufferGeometry geometry = BufferGeometry.of(64, 64 * 1024, incremental);
        kernel = new Queue(geometry);
        pool = new ProvidedBufferPool(kernel, NativeSyscalls.get().allocate(geometry.slabBytes(), "slab"), geometry,
                CopyPolicy.of(geometry), new LoopCounters(), () -> { });
        pool.attach();
    }

    /** All buffers are back. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** Lends one and releases it. */
    @Benchmark
    public boolean lendAndRelease() {
        return pool.lend(ByteBufAllocator.DEFAULT, MESSAGE_BYTES, kernel.receive()).release();
    }

    /** The order in which the kernel takes buffers. */
    private static final class Queue implements BufferSupply {
        private final BufferGeometry geometry;
        private final int[] bids;
        private int head;
        private int tail;
        private int taken;

        Queue(BufferGeometry geometry) {
            this.geometry = geometry;
            bids = new int[geometry.count()];
        }

        /** {@return the flags of a completion that takes one message} */
        int receive() {
            final int bid = bids[head & bids.length - 1];
            taken += MESSAGE_BYTES;
            final boolean more = geometry.incremental() && taken < geometry.sizeBytes();
            if (!more) {
                head++;
                taken = 0;
            }
            return bid << IoUringConstants.IORING_CQE_BUFFER_SHIFT | IoUringConstants.IORING_CQE_F_BUFFER
                    | (more ? IoUringConstants.IORING_CQE_F_BUF_MORE : 0) | IoUringConstants.IORING_CQE_F_MORE;
        }

        @Override
        public int bgid() {
            return 1;
        }

        @Override
        public void add(long address, int lengthBytes, int bid) {
            bids[tail++ & bids.length - 1] = bid;
        }

        @Override
        public void publish() {
            // What was added is there.
        }

        @Override
        public void close() {
            // Nothing is registered.
        }
    }
}
