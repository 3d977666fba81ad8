// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nettyuring.buffer.PoolFixture.assertFilled;
import static org.nettyuring.buffer.PoolFixture.onAnotherThread;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.buffer.ModelKernel.Cqe;

class ProvidedBufferPoolTest {
    private static class CountingWaiter extends ProvidedBufferPool.Waiter {
        int calls;

        @Override
        public void replenished() {
            calls++;
        }
    }

    @Test
    void shouldLendTheBytesOfEachCompletionInTheOrderOfCompletions() {
        try (PoolFixture f = PoolFixture.of(4, 1024, true)) {
            ByteBuf first = f.receive(100, 1);
            ByteBuf second = f.receive(64, 2);
            assertThat(first).isInstanceOf(ProvidedByteBuf.class);
            assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress() + 100);
            assertFilled(first, 1);
            assertFilled(second, 2);
            assertThat(f.pool.lentBytes()).isEqualTo(164);
            assertThat(f.counters.buffersLent).isEqualTo(2);
            first.release();
            second.release();
            assertThat(f.pool.lentBytes()).isZero();
            assertThat(f.counters.buffersLent).isZero();
        }
    }

    @Test
    void shouldKeepABufferUntilItsLastPieceIsBack() {
        try (PoolFixture f = PoolFixture.of(4, 100, true)) {
            ByteBuf first = f.receive(60, 1);
            ByteBuf rest = f.receive(60, 2);
            assertThat(rest.readableBytes()).isEqualTo(40);
            assertThat(f.kernel.available()).isEqualTo(3);
            rest.release();
            assertThat(f.kernel.available()).isEqualTo(3);
            first.release();
            assertThat(f.kernel.available()).isEqualTo(4);
        }
    }

    @Test
    void shouldNotReturnABufferThatTheKernelGoesOnWith() {
        try (PoolFixture f = PoolFixture.of(2, 100, true)) {
            for (int i = 0; i < 9; i++) {
                f.receive(10, i).release();
                assertThat(f.kernel.available()).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldLendAWholeBufferPerMessageWithoutIncrementalConsumption() {
        try (PoolFixture f = PoolFixture.of(8, 100, false)) {
            ByteBuf first = f.receive(10, 1);
            ByteBuf second = f.receive(10, 2);
            assertThat(Math.abs(second.memoryAddress() - first.memoryAddress())).isGreaterThanOrEqualTo(100);
            assertThat(f.kernel.available()).isEqualTo(6);
            first.release();
            second.release();
            assertThat(f.kernel.available()).isEqualTo(8);
        }
    }

    @Test
    void shouldTakeBackWhatIsDiscarded() {
        for (boolean incremental : new boolean[] {true, false}) {
            try (PoolFixture f = PoolFixture.of(4, 100, incremental)) {
                for (int i = 0; i < 50; i++) {
                    Cqe cqe = f.kernel.receive(30, (byte) i);
                    f.pool.discard(cqe.res(), cqe.flags());
                }
                assertThat(f.kernel.available()).isEqualTo(4);
                assertFilledAndReleased(f, f.receive(7, 99));
            }
        }
    }

    private static void assertFilledAndReleased(PoolFixture f, ByteBuf buf) {
        assertFilled(buf, 99);
        assertThat(f.pool.lentBytes()).isEqualTo(buf.readableBytes());
        buf.release();
    }

    @Test
    void shouldIgnoreADiscardedCompletionWithoutBuffer() {
        try (PoolFixture f = PoolFixture.of(4, 100, true)) {
            f.pool.discard(-105, 0);
            f.pool.discard(0, IoUringConstants.IORING_CQE_F_MORE);
            assertThat(f.kernel.available()).isEqualTo(4);
        }
    }

    @Test
    void shouldAccountForAnEndOfStreamThatCarriesABuffer() {
        for (boolean incremental : new boolean[] {true, false}) {
            try (PoolFixture f = PoolFixture.of(4, 100, incremental)) {
                f.receive(10, 1).release();
                for (int i = 0; i < 9; i++) {
                    Cqe cqe = f.kernel.endOfStream();
                    f.pool.discard(cqe.res(), cqe.flags());
                }
                assertThat(f.kernel.available()).isEqualTo(4);
                assertFilledAndReleased(f, f.receive(20, 99));
            }
        }
    }

    @Test
    void shouldRefuseACompletionThatContradictsEarlierOnes() {
        try (PoolFixture f = PoolFixture.of(2, 100, true)) {
            int bidZero = IoUringConstants.IORING_CQE_F_BUFFER;
            int bidNine = bidZero | 9 << IoUringConstants.IORING_CQE_BUFFER_SHIFT;
            assertThatThrownBy(() -> f.pool.lend(f.alloc, 10, 0)).hasMessageContaining("without a buffer");
            assertThatThrownBy(() -> f.pool.lend(f.alloc, 10, bidNine)).hasMessageContaining("not with the kernel");
            assertThatThrownBy(() -> f.pool.lend(f.alloc, 101, bidZero)).hasMessageContaining("order of completions");
            assertThatThrownBy(() -> f.pool.lend(f.alloc, 0, bidZero)).hasMessageContaining("order of completions");
            int bidZeroMore = bidZero | IoUringConstants.IORING_CQE_F_BUF_MORE;
            assertThatThrownBy(() -> f.pool.lend(f.alloc, 100, bidZeroMore)).hasMessageContaining("more to come");
            assertThat(f.pool.lentBytes()).isZero();
            f.receive(100, 3).release();
        }
    }

    @Test
    void shouldReturnWhatAnotherThreadReleasedInTheNextTurn() {
        try (PoolFixture f = PoolFixture.of(4, 100, false)) {
            ByteBuf buf = f.receive(100, 1);
            onAnotherThread(buf::release);
            assertThat(f.pool.lentBytes()).isEqualTo(100);
            assertThat(f.kernel.available()).isEqualTo(3);
            f.pool.recycle();
            assertThat(f.pool.lentBytes()).isZero();
            assertThat(f.kernel.available()).isEqualTo(4);
            assertThat(f.wakes).hasValue(0);
        }
    }

    @Test
    void shouldNotLendABufferObjectAgainBeforeItsReleaseReachedTheLoop() {
        try (PoolFixture f = PoolFixture.of(8, 100, true)) {
            ByteBuf first = f.receive(10, 1);
            onAnotherThread(first::release);
            ByteBuf second = f.receive(10, 2);
            assertThat(second).isNotSameAs(first);
            f.pool.recycle();
            ByteBuf third = f.receive(10, 3);
            assertThat(third).isSameAs(first);
            assertFilled(third, 3);
            second.release();
            third.release();
        }
    }

    @Test
    void shouldCopyOutRatherThanLetConsumersHoldMoreThanThreeEighths() {
        for (boolean incremental : new boolean[] {true, false}) {
            try (PoolFixture f = PoolFixture.of(16, 1000, incremental)) {
                List<ByteBuf> held = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    held.add(f.receive(1000, i));
                    assertThat(f.kernel.available()).isGreaterThanOrEqualTo(8);
                }
                assertThat(held.stream().filter(ProvidedByteBuf.class::isInstance)).hasSize(6);
                assertThat(f.counters.copiedOut).isEqualTo(94);
                for (int i = 0; i < 100; i++) {
                    assertFilled(held.get(i), i);
                    assertThat(held.get(i).readableBytes()).isEqualTo(1000);
                    held.get(i).release();
                }
                ByteBuf lentAgain = f.receive(500, 1);
                assertThat(lentAgain).isInstanceOf(ProvidedByteBuf.class);
                lentAgain.release();
            }
        }
    }

    @Test
    void shouldCopySmallMessagesWhenLittleIsLentFromWhatIsPinned() {
        try (PoolFixture f = PoolFixture.of(32, 1600, true)) {
            List<ByteBuf> held = new ArrayList<>();
            while (f.counters.copiedOut == 0 && held.size() < 32) {
                held.add(f.receive(64, 5));
                f.receive(1536, 6).release();
            }
            assertThat(held).hasSizeBetween(9, 10);
            f.receive(1500, 6).release();
            assertThat(f.counters.copiedOut).as("a large message is lent").isEqualTo(1);
            held.forEach(ByteBuf::release);
        }
    }

    @Test
    void shouldGiveTheKernelMoreBuffersAfterItRanOut() {
        try (PoolFixture f = PoolFixture.of(256, 16384, false)) {
            assertThat(f.kernel.available()).isEqualTo(64);
            CountingWaiter waiter = new CountingWaiter();
            f.pool.whenReplenished(waiter);
            f.pool.whenReplenished(new CountingWaiter());
            assertThat(f.kernel.available()).as("once per turn").isEqualTo(128);
            assertThat(waiter.calls).isEqualTo(1);
            for (int turn = 0; turn < 4; turn++) {
                f.pool.recycle();
                f.pool.whenReplenished(waiter);
            }
            assertThat(f.kernel.available()).isEqualTo(256);
        }
    }

    @Test
    void shouldGiveMorePiecewiseBuffersOnlyWhereManyRanOutInOneTurn() {
        try (PoolFixture f = PoolFixture.of(64, 65536, true)) {
            assertThat(f.kernel.available()).isEqualTo(8);
            for (int turn = 0; turn < 4; turn++) {
                starve(f, 2);
                assertThat(f.kernel.available()).as("256 KiB for each of two, turn " + turn).isEqualTo(8);
            }
            starve(f, 3);
            assertThat(f.kernel.available()).isEqualTo(16);
            starve(f, 4);
            assertThat(f.kernel.available()).isEqualTo(16);
            for (int turn = 0; turn < 4; turn++) {
                starve(f, 64);
            }
            assertThat(f.kernel.available()).isEqualTo(64);
        }
    }

    private static void starve(PoolFixture f, int receives) {
        f.pool.recycle();
        for (int i = 0; i < receives; i++) {
            f.pool.whenReplenished(new CountingWaiter());
        }
    }

    @Test
    void shouldCallWaitersWhenHalfOfTheBuffersAreBack() {
        try (PoolFixture f = PoolFixture.neverCopying(8, 100, false)) {
            List<ByteBuf> held = receiveAll(f, 8);
            CountingWaiter waiter = new CountingWaiter();
            f.pool.whenReplenished(waiter);
            f.pool.whenReplenished(waiter);
            for (int i = 0; i < 3; i++) {
                held.remove(0).release();
                f.pool.recycle();
                assertThat(waiter.calls).isZero();
            }
            held.remove(0).release();
            assertThat(waiter.calls).as("not from within a release").isZero();
            f.pool.recycle();
            assertThat(waiter.calls).isEqualTo(1);
            f.pool.recycle();
            assertThat(waiter.calls).isEqualTo(1);
            held.forEach(ByteBuf::release);
        }
    }

    private static List<ByteBuf> receiveAll(PoolFixture f, int count) {
        List<ByteBuf> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.add(f.receive(100, i));
        }
        assertThat(f.kernel.receive(1, (byte) 0).isStarved()).isTrue();
        return held;
    }

    @Test
    void shouldWakeTheLoopOnceWhenAnotherThreadReleasesForSomebodyWhoWaits() {
        try (PoolFixture f = PoolFixture.neverCopying(8, 100, false)) {
            List<ByteBuf> held = receiveAll(f, 8);
            onAnotherThread(held.remove(0)::release);
            assertThat(f.wakes).as("nobody waits").hasValue(0);
            CountingWaiter waiter = new CountingWaiter();
            f.pool.whenReplenished(waiter);
            onAnotherThread(() -> held.forEach(ByteBuf::release));
            assertThat(f.wakes).hasValue(1);
            f.pool.recycle();
            assertThat(waiter.calls).isEqualTo(1);
        }
    }

    @Test
    void shouldNotCallAWaiterFromWithinItself() {
        try (PoolFixture f = PoolFixture.of(8, 100, true)) {
            CountingWaiter insatiable = new CountingWaiter() {
                @Override
                public void replenished() {
                    super.replenished();
                    f.pool.whenReplenished(this);
                }
            };
            f.pool.whenReplenished(insatiable);
            assertThat(f.wakes).as("another turn was asked for").hasValue(1);
            assertThat(insatiable.calls).isEqualTo(1);
            f.pool.recycle();
            assertThat(insatiable.calls).isEqualTo(2);
            f.pool.forget(insatiable);
            f.pool.recycle();
            assertThat(insatiable.calls).isEqualTo(2);
        }
    }

    @Test
    void shouldCallTheOtherWaitersWhenOneFails() {
        try (PoolFixture f = PoolFixture.neverCopying(2, 100, false)) {
            List<ByteBuf> held = receiveAll(f, 2);
            CountingWaiter before = new CountingWaiter();
            CountingWaiter after = new CountingWaiter();
            CountingWaiter gone = new CountingWaiter();
            f.pool.whenReplenished(before);
            f.pool.whenReplenished(new ProvidedBufferPool.Waiter() {
                @Override
                public void replenished() {
                    f.pool.forget(gone);
                    throw new IllegalStateException("planted");
                }
            });
            f.pool.whenReplenished(gone);
            f.pool.whenReplenished(after);
            held.forEach(ByteBuf::release);
            f.pool.recycle();
            assertThat(before.calls).isEqualTo(1);
            assertThat(after.calls).isEqualTo(1);
            assertThat(gone.calls).isZero();
        }
    }

    @Test
    void shouldFreeTheSlabWithTheLastLentPieceAfterClose() {
        try (PoolFixture f = PoolFixture.of(8, 100, true)) {
            ByteBuf onLoop = f.receive(30, 1);
            ByteBuf elsewhere = f.receive(30, 2);
            ByteBuf onTheWay = f.receive(30, 3);
            onAnotherThread(onTheWay::release);
            f.pool.close();
            f.pool.close();
            f.pool.recycle();
            assertThat(f.slab.isClosed()).isFalse();
            assertFilled(onLoop, 1);
            onLoop.release();
            assertThat(f.slab.isClosed()).isFalse();
            assertFilled(elsewhere, 2);
            onAnotherThread(elsewhere::release);
            assertThat(f.slab.isClosed()).isTrue();
        }
    }

    @Test
    void shouldIgnoreLateWishesAfterClose() {
        try (PoolFixture f = PoolFixture.of(8, 100, true)) {
            Cqe late = f.kernel.receive(10, (byte) 1);
            f.pool.close();
            CountingWaiter waiter = new CountingWaiter();
            f.pool.whenReplenished(waiter);
            f.pool.discard(late.res(), late.flags());
            f.pool.recycle();
            assertThat(waiter.calls).isZero();
            assertThatThrownBy(() -> f.pool.lend(f.alloc, late.res(), late.flags()))
                    .hasMessageContaining("after close");
        }
    }
}
