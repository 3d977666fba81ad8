// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.ring.BufferRing;
import org.nettyuring.ring.CqeBatch;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.testsuite.NoLeaks;

/** What the fake kernel does is what Linux 6.18 was seen to do. */
@ExtendWith(NoLeaks.class)
class FakeKernelTest {
    private static final int BGID = 1;
    private static final int BUFFER_BYTES = 64;
    private static final int MORE = IoUringConstants.IORING_CQE_F_MORE;

    private final FaultPlan plan = FaultPlan.quiet(1).initialIndex(-7);
    private final FakeKernel kernel = new FakeKernel(plan);
    private final CqeBatch batch = new CqeBatch(64);
    private final List<FakePeers.Connection> connections = new ArrayList<>();
    private Ring ring;

    /** One completion, copied out. */
    private record Cqe(long userData, int res, int flags) {
        boolean more() {
            return (flags & MORE) != 0;
        }
    }

    @BeforeEach
    void openRing() throws Exception {
        ring = Ring.create(new RingConfig(kernel, 32, 32));
        ring.enable();
    }

    @AfterEach
    void closeRing() {
        ring.close();
    }

    private List<Cqe> drain() {
        ring.drainTo(batch);
        List<Cqe> cqes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            cqes.add(new Cqe(batch.userData(i), batch.res(i), batch.flags(i)));
        }
        return cqes;
    }

    private List<Cqe> waitForOne() {
        ring.submitAndWait(1, -1);
        return drain();
    }

    private void closeConnections() {
        for (FakePeers.Connection connection : connections) {
            connection.peer().close();
            kernel.close(connection.fd());
        }
    }

    private FakePeers.Connection connection() {
        FakePeers.Connection connection = kernel.peers().connection();
        connections.add(connection);
        return connection;
    }

    private BufferRing buffers(NativeRegion slab, int count, boolean incremental) throws Exception {
        BufferRing buffers = BufferRing.register(ring, BGID, 8, incremental);
        for (int bid = 0; bid < count; bid++) {
            buffers.add(slab.address() + (long) BUFFER_BYTES * bid, BUFFER_BYTES, bid);
        }
        buffers.publish();
        return buffers;
    }

    private void recvMultishot(int fd, long userData) {
        ring.nextSqe().prepRecvMultishot(fd, 0, 0, 0).bufferSelect(BGID).userData(userData);
    }

    @Test
    void shouldPostOneCompletionToASleeperAndTwentyToEachFurtherEnter() {
        for (int i = 0; i < 30; i++) {
            ring.nextSqe().prepPollAdd(connection().fd(), Poll.POLLIN).userData(i);
        }
        ring.submitAndGetEvents();
        kernel.script().then(() -> connections.forEach(connection -> connection.peer().write((byte) 1)));
        while (ring.cqReady() == 0) {
            ring.submitAndWait(1, -1);
        }
        assertThat(ring.cqReady()).isEqualTo(1);
        assertThat(ring.needsEnter()).isTrue();
        ring.submitAndGetEvents();
        assertThat(ring.cqReady()).isEqualTo(21);
        ring.submitAndGetEvents();
        assertThat(ring.cqReady()).isEqualTo(30);
        assertThat(ring.needsEnter()).isFalse();
        drain();
        closeConnections();
    }

    @Test
    void shouldConsumeAnIncrementalBufferPiecewise() throws Exception {
        FakePeers.Connection connection = connection();
        try (NativeRegion slab = kernel.allocate(8 * BUFFER_BYTES, "slab");
                BufferRing buffers = buffers(slab, 2, true)) {
            recvMultishot(connection.fd(), 7);
            connection.peer().write(new byte[40]);
            Cqe first = waitForOne().get(0);
            connection.peer().write(new byte[24]);
            Cqe second = waitForOne().get(0);
            assertThat(first.res()).isEqualTo(40);
            assertThat(first.flags() & IoUringConstants.IORING_CQE_F_BUF_MORE).isNotZero();
            assertThat(second.res()).isEqualTo(24);
            assertThat(second.flags() & IoUringConstants.IORING_CQE_F_BUF_MORE).isZero();
            assertThat(buffers.available()).isEqualTo(1);
            connection.peer().close();
            assertThat(waitForOne()).containsExactly(new Cqe(7, 0, 0));
        }
        closeConnections();
    }

    @Test
    void shouldEndAMultishotWithoutBuffersAndKeepTheData() throws Exception {
        FakePeers.Connection connection = connection();
        try (NativeRegion slab = kernel.allocate(8 * BUFFER_BYTES, "slab");
                BufferRing buffers = buffers(slab, 1, false)) {
            connection.peer().write(new byte[BUFFER_BYTES + 10]);
            recvMultishot(connection.fd(), 7);
            List<Cqe> cqes = waitForOne();
            assertThat(cqes).extracting(Cqe::res).containsExactly(BUFFER_BYTES, -Errno.ENOBUFS);
            assertThat(cqes).extracting(Cqe::more).containsExactly(true, false);
            buffers.add(slab.address(), BUFFER_BYTES, 0);
            buffers.publish();
            recvMultishot(connection.fd(), 8);
            assertThat(waitForOne()).extracting(Cqe::res).containsExactly(10);
            connection.peer().close();
            waitForOne();
        }
        closeConnections();
    }

    @Test
    void shouldEndAMultishotThatMeetsAFullCompletionQueue() throws Exception {
        FakePeers.Connection connection = connection();
        try (NativeRegion slab = kernel.allocate(8 * BUFFER_BYTES, "slab");
                BufferRing buffers = buffers(slab, 8, false)) {
            for (int i = 0; i < 31; i++) {
                ring.nextSqe().prepNop().userData(100 + i);
            }
            recvMultishot(connection.fd(), 7);
            connection.peer().write(new byte[3 * BUFFER_BYTES]);
            ring.submitAndGetEvents();
            assertThat(ring.cqReady()).isEqualTo(32);
            assertThat(ring.needsEnter()).isTrue();
            List<Cqe> cqes = new ArrayList<>(drain());
            ring.submitAndGetEvents();
            cqes.addAll(drain());
            cqes.removeIf(cqe -> cqe.userData() != 7);
            assertThat(cqes).extracting(Cqe::more).containsExactly(true, false);
            assertThat(buffers.available()).isEqualTo(6);
        }
        closeConnections();
    }

    @Test
    void shouldNotifyAZeroCopySendLaterAndFailWhoeverFreesItsMemoryBefore() {
        plan.force(Fault.LATE_NOTIF, 1);
        FakePeers.Connection connection = connection();
        ByteBuf data = kernel.allocator().directBuffer().writeBytes("hello".getBytes(StandardCharsets.UTF_8));
        ring.nextSqe().prepSendZc(connection.fd(), data.memoryAddress(), 5, 0, 0).userData(9);
        assertThat(waitForOne()).containsExactly(new Cqe(9, 5, MORE));
        assertThatThrownBy(data::release).isInstanceOf(KernelFailure.class)
                .hasMessageContaining("freed while the kernel uses it").hasMessageContaining("IORING_OP_SEND_ZC")
                .hasMessageContaining("user_data 0x9").hasMessageContaining("./dev fuzz 1");
        assertThatThrownBy(kernel::verify).isInstanceOf(KernelFailure.class);
        assertThat(connection.peer().read(10)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        closeConnections();
    }

    @Test
    void shouldRefuseAnAddressThatNobodyOwns() {
        FakePeers.Connection connection = connection();
        ring.nextSqe().prepSend(connection.fd(), 0x1000, 5, 0).userData(9);
        assertThatThrownBy(ring::submitAndGetEvents).isInstanceOf(KernelFailure.class)
                .hasMessageContaining("not in live memory").hasMessageContaining("IORING_OP_SEND");
        closeConnections();
    }

    @Test
    void shouldSayThatNothingCanWakeTheSleeper() {
        FakePeers.Connection connection = connection();
        ring.nextSqe().prepPollAdd(connection.fd(), Poll.POLLIN).userData(3);
        assertThatThrownBy(this::waitForOne).isInstanceOf(KernelFailure.class)
                .hasMessageContaining("deadlock: the loop sleeps and nothing can wake it")
                .hasMessageContaining("in flight: IORING_OP_POLL_ADD");
    }

    @Test
    void shouldLetACancelLoseItsRaceAgainstData() throws Exception {
        plan.force(Fault.DELAY, 1).force(Fault.CANCEL_LOSES, 1);
        FakePeers.Connection connection = connection();
        try (NativeRegion slab = kernel.allocate(8 * BUFFER_BYTES, "slab");
                BufferRing buffers = buffers(slab, 8, false)) {
            connection.peer().write(new byte[10]);
            recvMultishot(connection.fd(), 7);
            ring.nextSqe().prepCancel64(7, 0).userData(8);
            ring.submitAndGetEvents();
            assertThat(drain()).extracting(Cqe::res).containsExactlyInAnyOrder(0, 10, -Errno.ECANCELED);
            assertThat(buffers.available()).isEqualTo(7);
        }
        closeConnections();
    }

    @Test
    void shouldKeepEntriesQueuedWhenEnterIsRefused() {
        for (Fault fault : List.of(Fault.ENTER_EINTR, Fault.ENTER_EAGAIN, Fault.ENTER_EBUSY)) {
            plan.force(fault, 1);
            ring.nextSqe().prepNop().userData(1);
            assertThat(ring.submitAndGetEvents()).isNegative();
            assertThat(ring.sqReady()).isEqualTo(1);
            assertThat(ring.submitAndGetEvents()).isEqualTo(1);
            assertThat(drain()).containsExactly(new Cqe(1, 0, 0));
        }
    }

    @Test
    void shouldSendNoFinAndEndNothingWhenADescriptorIsClosedUnderAnOperation() {
        FakePeers.Connection connection = kernel.peers().connection();
        ring.nextSqe().prepPollAdd(connection.fd(), Poll.POLLIN).userData(3);
        ring.submitAndGetEvents();
        kernel.close(connection.fd());
        assertThat(connection.peer().isAtEnd()).isFalse();
        assertThat(kernel.inFlight()).isEqualTo(1);
        ring.nextSqe().prepCancel64(3, 0).userData(4);
        ring.submitAndGetEvents();
        ring.submitAndGetEvents();
        assertThat(drain()).extracting(Cqe::res).containsExactlyInAnyOrder(0, -Errno.ECANCELED);
        assertThat(connection.peer().isAtEnd()).isTrue();
        connection.peer().close();
    }

    @Test
    void shouldServeOnlyTheThreadThatEnabledTheRing() throws Exception {
        int[] result = new int[1];
        Thread other = new Thread(() -> result[0] = kernel.ioUringEnter(ring.fd(), 0, 0, 0, 0, 0));
        other.start();
        other.join();
        assertThat(result[0]).isEqualTo(-Errno.EEXIST);
    }

    @Test
    void shouldFireTimersInTheOrderOfTheirDeadlines() throws Exception {
        try (NativeRegion memory = kernel.allocate(64, "timespecs")) {
            for (int i = 0; i < 3; i++) {
                memory.buffer().putLong(16 * i, 3 - i);
                ring.nextSqe().prepTimeout(memory.address() + 16L * i, 0, 0).userData(i);
            }
            long startNs = kernel.nanoTime();
            List<Cqe> cqes = new ArrayList<>();
            while (cqes.size() < 3) {
                cqes.addAll(waitForOne());
            }
            assertThat(cqes).extracting(Cqe::userData).containsExactly(2L, 1L, 0L);
            assertThat(cqes).extracting(Cqe::res).containsOnly(-Errno.ETIME);
            assertThat(kernel.nanoTime() - startNs).isBetween(3_000_000_000L, 3_001_000_000L);
        }
    }

    @Test
    void shouldWakeASleepingThreadFromAnother() throws Exception {
        FakeKernel realTime = FakeKernel.realTime(FaultPlan.quiet(2));
        int eventFd = realTime.eventfd(0, 0);
        try (Ring sleeper = Ring.create(new RingConfig(realTime, 8, 8));
                NativeRegion memory = realTime.allocate(16, "counters")) {
            sleeper.enable();
            sleeper.nextSqe().prepRead(eventFd, memory.address(), 8, 0).userData(5);
            memory.buffer().putLong(8, 1);
            Thread bell = new Thread(() -> realTime.write(eventFd, memory.address() + 8, 8));
            bell.start();
            while (sleeper.cqReady() == 0) {
                sleeper.submitAndWait(1, -1);
            }
            bell.join();
            assertThat(sleeper.drainTo(batch)).isEqualTo(1);
            assertThat(batch.res(0)).isEqualTo(8);
            assertThat(memory.buffer().getLong(0)).isEqualTo(1);
        }
        realTime.close(eventFd);
        realTime.close();
    }

    @Test
    void shouldDoTheSameAgainForTheSameSeed() {
        String first = FaultPlan.random(42).toString();
        assertThat(FaultPlan.random(42)).hasToString(first);
        assertThat(FaultPlan.random(43).toString()).isNotEqualTo(first);
    }
}
