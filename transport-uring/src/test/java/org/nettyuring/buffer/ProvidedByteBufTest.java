// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nettyuring.buffer.PoolFixture.assertFilled;
import static org.nettyuring.buffer.PoolFixture.onAnotherThread;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.buffer.ModelKernel.Cqe;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;

class ProvidedByteBufTest {
    @Test
    void shouldBeWholeTheMessageAndReadable() {
        try (PoolFixture f = PoolFixture.of(4, 1000, true)) {
            ByteBuf buf = f.receive(10, 1);
            assertThat(buf.refCnt()).isEqualTo(1);
            assertThat(buf.readerIndex()).isZero();
            assertThat(buf.writerIndex()).isEqualTo(10);
            assertThat(buf.capacity()).isEqualTo(10);
            assertThat(buf.isWritable()).isFalse();
            assertThat(buf.isDirect()).isTrue();
            assertThat(buf.isContiguous()).isTrue();
            assertThat(buf.hasArray()).isFalse();
            assertThat(buf.unwrap()).isNull();
            assertThat(buf.alloc()).isSameAs(f.alloc);
            assertThat(f.slab.contains(buf.memoryAddress(), 10)).isTrue();
            buf.release();
        }
    }

    @Test
    void shouldForgetIndicesMarksAndSizeOfTheTenantBefore() {
        try (PoolFixture f = PoolFixture.of(4, 1000, true)) {
            ByteBuf buf = f.receive(100, 1);
            buf.readerIndex(50).markReaderIndex();
            buf.writerIndex(60).markWriterIndex();
            buf.capacity(70);
            buf.release();
            ByteBuf next = f.receive(40, 2);
            assertThat(next).isSameAs(buf);
            assertThat(next.readableBytes()).isEqualTo(40);
            assertThat(next.resetReaderIndex().readerIndex()).isZero();
            assertThat(next.resetWriterIndex().writerIndex()).isZero();
            next.release();
        }
    }

    @Test
    void shouldRefuseUseAfterRelease() {
        try (PoolFixture f = PoolFixture.of(4, 1000, true)) {
            ByteBuf buf = f.receive(100, 1);
            assertThat(buf.release()).isTrue();
            assertThat(buf.refCnt()).isZero();
            assertThatThrownBy(buf::release).isInstanceOf(IllegalReferenceCountException.class);
            assertThatThrownBy(buf::retain).isInstanceOf(IllegalReferenceCountException.class);
            assertThatThrownBy(() -> buf.getByte(0)).isInstanceOf(IllegalReferenceCountException.class);
            assertThatThrownBy(() -> buf.nioBuffer(0, 1)).isInstanceOf(IllegalReferenceCountException.class);
            assertThatThrownBy(buf::memoryAddress).isInstanceOf(IllegalReferenceCountException.class);
            assertThatThrownBy(() -> buf.capacity(1)).isInstanceOf(IllegalReferenceCountException.class);
            assertThat(f.pool.lentBytes()).isZero();
        }
    }

    @Test
    void shouldReturnThePieceOnlyWithTheLastDerivedBuffer() {
        try (PoolFixture f = PoolFixture.of(4, 1000, true)) {
            ByteBuf buf = f.receive(100, 7);
            ByteBuf slice = buf.retainedSlice(10, 20);
            ByteBuf duplicate = slice.retainedDuplicate();
            buf.release();
            slice.release();
            assertThat(f.pool.lentBytes()).isEqualTo(100);
            assertFilled(duplicate, 7);
            duplicate.release();
            assertThat(f.pool.lentBytes()).isZero();
        }
    }

    @Test
    void shouldMoveAwayWhenItOutgrowsThePiece() {
        try (PoolFixture f = PoolFixture.of(4, 1000, true)) {
            ByteBuf buf = f.receive(100, 7);
            ByteBuf neighbour = f.receive(100, 8);
            buf.markReaderIndex().skipBytes(3);
            buf.writeLong(0x0102030405060708L).writeZero(5000);
            assertThat(f.pool.lentBytes()).as("only the neighbour's").isEqualTo(100);
            assertFilled(neighbour, 8);
            assertThat(buf.readableBytes()).isEqualTo(97 + 8 + 5000);
            assertThat(buf.readLong()).isEqualTo(0x0707070707070707L);
            assertThat(buf.getLong(100)).isEqualTo(0x0102030405060708L);
            assertThat(buf.resetReaderIndex().readerIndex()).isZero();
            assertThat(f.slab.contains(buf.hasMemoryAddress() ? buf.memoryAddress() : 0, 1)).isFalse();
            assertThat(f.alloc.metric().usedDirectMemory()).isPositive();
            buf.release();
            neighbour.release();
            assertThat(f.pool.lentBytes()).isZero();
            ByteBuf next = f.receive(10, 9);
            assertFilled(next, 9);
            assertThat(f.slab.contains(next.memoryAddress(), 10)).isTrue();
            next.release();
        }
    }

    @Test
    void shouldMoveAwayOnAnotherThreadToo() {
        try (PoolFixture f = PoolFixture.of(4, 1000, true)) {
            ByteBuf buf = f.receive(100, 7);
            onAnotherThread(() -> buf.writeLong(1));
            assertThat(f.pool.lentBytes()).as("until it is released").isEqualTo(100);
            assertThat(buf.readByte()).isEqualTo((byte) 7);
            buf.release();
            assertThat(f.pool.lentBytes()).isZero();
        }
    }

    @Test
    void shouldTrimAndGrowAgainWithinThePiece() {
        try (PoolFixture f = PoolFixture.of(4, 1000, true)) {
            ByteBuf buf = f.receive(100, 7);
            buf.capacity(40);
            assertThat(buf.writerIndex()).isEqualTo(40);
            assertThatThrownBy(() -> buf.getByte(40)).isInstanceOf(IndexOutOfBoundsException.class);
            buf.capacity(100);
            assertThat(buf.writerIndex()).isEqualTo(40);
            assertThat(f.pool.lentBytes()).isEqualTo(100);
            assertThat(f.alloc.metric().usedDirectMemory()).isZero();
            buf.release();
        }
    }

    @Test
    void shouldReportABufferThatWasNeverReleased() {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        List<String> reports = new CopyOnWriteArrayList<>();
        ProvidedByteBuf.LEAKS.setLeakListener((type, records) -> reports.add(type + ": " + records));
        try (PoolFixture f = PoolFixture.of(8, 1000, true)) {
            loseABuffer(f);
            long deadlineNs = System.nanoTime() + 20_000_000_000L;
            while (reports.isEmpty() && System.nanoTime() - deadlineNs < 0) {
                System.gc();
                f.receive(10, 2).release(); // the detector reports when the next one is tracked
            }
            assertThat(reports).singleElement().asString().contains("ProvidedByteBuf", "planted leak");
            f.pool.close();
            assertThat(f.slab.isClosed()).as("a piece is out, nobody knows where").isFalse();
            f.slab.close();
        } finally {
            ProvidedByteBuf.LEAKS.setLeakListener(null);
            ResourceLeakDetector.setLevel(before);
        }
    }

    private static void loseABuffer(PoolFixture f) {
        Cqe cqe = f.kernel.receive(10, (byte) 1);
        f.pool.lend(f.alloc, cqe.res(), cqe.flags()).touch("planted leak");
    }

    @Test
    void shouldAllocateNothingPerMessage() throws ErrnoException {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        BufferGeometry geometry = new BufferGeometry(8, 1000, true);
        NativeRegion slab = NativeSyscalls.get().allocate(geometry.slabBytes(), "test slab");
        QuietKernel kernel = new QuietKernel();
        try (ProvidedBufferPool pool = new ProvidedBufferPool(
                kernel, slab, geometry, CopyPolicy.of(geometry), new LoopCounters(), () -> { })) {
            pool.attach();
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocatedBytes = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 5 && allocatedBytes > 0; attempt++) { // until it is compiled
                long start = threads.getCurrentThreadAllocatedBytes();
                lendAndRelease(pool, kernel, 50_000);
                allocatedBytes = threads.getCurrentThreadAllocatedBytes() - start;
            }
            assertThat(allocatedBytes).as("bytes allocated for 100,000 messages").isZero();
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
        assertThat(slab.isClosed()).isTrue();
    }

    private static void lendAndRelease(ProvidedBufferPool pool, QuietKernel kernel, int pairs) {
        for (int i = 0; i < pairs; i++) {
            ByteBuf first = pool.lend(UnpooledByteBufAllocator.DEFAULT, 50, kernel.take(50));
            ByteBuf second = pool.lend(UnpooledByteBufAllocator.DEFAULT, 50, kernel.take(50));
            first.writerIndex(8);
            first.setLong(0, i);
            second.setBytes(0, first);
            first.release();
            if (second.readLong() != i) {
                throw new AssertionError("pair " + i);
            }
            second.release();
            pool.recycle();
        }
    }

    /** Completions in buffers of 1000 bytes, without allocating. */
    private static final class QuietKernel implements BufferSupply {
        private final int[] bids = new int[8];
        private int head;
        private int tail;
        private int taken;

        int take(int bytes) {
            int bid = bids[head & 7];
            int flags = IoUringConstants.IORING_CQE_F_BUFFER | bid << IoUringConstants.IORING_CQE_BUFFER_SHIFT;
            taken += bytes;
            if (taken < 1000) {
                return flags | IoUringConstants.IORING_CQE_F_BUF_MORE;
            }
            taken = 0;
            head++;
            return flags;
        }

        @Override
        public int bgid() {
            return 0;
        }

        @Override
        public void add(long address, int lengthBytes, int bid) {
            bids[tail++ & 7] = bid;
        }

        @Override
        public void publish() {
            // take() sees what was added
        }

        @Override
        public void close() {
            // owns nothing
        }
    }
}
