// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettyuring.abi.Errno.EBADFD;
import static org.nettyuring.abi.Errno.ECANCELED;
import static org.nettyuring.abi.Errno.EEXIST;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.Errno.ENOMEM;
import static org.nettyuring.abi.Errno.ETIME;
import static org.nettyuring.abi.IoUringConstants.IORING_OFF_SQES;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettyuring.abi.RingLayouts.KernelTimespec;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** A ring of the real kernel, in every mode that a feature switch leads to. */
class RingTest {
    private static final int UNKNOWN_OPCODE = 255;

    @RegisterExtension
    final RingFixture fixture = new RingFixture();

    static Stream<Set<Feature>> modes() {
        return Stream.of(
                Set.of(),
                Set.of(Feature.DEFER_TASKRUN),
                Set.of(Feature.SINGLE_ISSUER),
                Set.of(Feature.NO_SQARRAY),
                Set.of(Feature.REGISTERED_RING),
                Set.of(Feature.TASKRUN_FLAG, Feature.NO_IOWAIT),
                EnumSet.complementOf(EnumSet.of(Feature.EXT_ARG)));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldCompleteANop(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 16, disabled);
        ring.nextSqe().prepNop().userData(0x0102030405060708L);
        assertEquals(1, ring.sqReady());
        assertEquals(1, ring.submitAndWait(1, 1_000_000_000L));
        assertEquals(0, ring.sqReady());
        assertEquals(1, ring.cqReady());
        CqeBatch batch = new CqeBatch(8);
        assertEquals(1, ring.drainTo(batch));
        assertEquals(0x0102030405060708L, batch.userData(0));
        assertEquals(0, batch.res(0));
        assertEquals(0, batch.flags(0));
        assertEquals(0, ring.cqReady());
        assertEquals(1, ring.enters());
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldHaveNoEntryWhenTheSubmissionQueueIsFull(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 16, disabled);
        for (int i = 0; i < 8; i++) {
            assertEquals(8 - i, ring.sqSpaceLeft());
            ring.nextSqe().prepNop();
        }
        assertEquals(0, ring.sqSpaceLeft());
        assertNull(ring.nextSqe());
        assertEquals(8, ring.submitAndGetEvents());
        assertEquals(8, ring.sqSpaceLeft());
        ring.nextSqe().prepNop();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldKeepOrderRoundAfterRound(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 8, disabled);
        CqeBatch batch = new CqeBatch(3);
        long submitted = 0;
        long drained = 0;
        for (int round = 0; round < 1000; round++) {
            for (int i = 0; i < 5; i++) {
                ring.nextSqe().prepNop().userData(submitted++);
            }
            assertEquals(5, ring.submitAndWait(5, -1));
            while (ring.drainTo(batch) > 0) {
                for (int i = 0; i < batch.size(); i++) {
                    assertEquals(drained++, batch.userData(i));
                }
            }
        }
        assertEquals(submitted, drained);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldLoseNothingWhenTheCompletionQueueOverflows(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 8, disabled);
        long submitted = 0;
        while (submitted < 32) {
            for (int i = 0; i < 8; i++) {
                ring.nextSqe().prepNop().userData(submitted++);
            }
            assertEquals(8, ring.submitAndGetEvents());
        }
        assertTrue(ring.needsEnter());
        CqeBatch batch = new CqeBatch(8);
        long drained = 0;
        while (drained < submitted) {
            ring.submitAndGetEvents();
            ring.drainTo(batch);
            assertTrue(batch.size() > 0, "the kernel keeps completions back");
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(drained++, batch.userData(i));
            }
        }
        ring.submitAndGetEvents();
        assertFalse(ring.needsEnter());
        assertEquals(0, ring.cqDropped());
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldWaitUntilTheTimeout(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 16, disabled);
        long start = System.nanoTime();
        assertEquals(-ETIME, ring.submitAndWait(1, 2_000_000L));
        assertTrue(System.nanoTime() - start >= 2_000_000L);
    }

    @Test
    void shouldRefuseATimeoutWithoutExtArg() throws Exception {
        Ring ring = fixture.ring(8, 16, Set.of(Feature.EXT_ARG));
        assertEquals(-EINVAL, ring.submitAndWait(1, 1));
        ring.nextSqe().prepNop();
        assertEquals(1, ring.submitAndWait(1, -1));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldCompleteATimer(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 16, disabled);
        NativeRegion timespec = fixture.memory(KernelTimespec.SIZE);
        timespec.buffer().putLong(KernelTimespec.TV_NSEC_OFFSET, 1_000_000L);
        ring.nextSqe().prepTimeout(timespec.address(), 0, 0);
        assertEquals(-ETIME, fixture.awaitRes(ring));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldCancelByUserData(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 16, disabled);
        NativeRegion memory = fixture.memory(64);
        int[] pair = fixture.socketpair();
        ring.nextSqe().prepRecv(pair[0], memory.address(), 64, 0).userData(11);
        assertEquals(1, ring.submitAndGetEvents());
        ring.nextSqe().prepCancel64(11, 0).userData(12);
        Map<Long, Integer> results = new HashMap<>();
        while (results.size() < 2) {
            CqeBatch batch = fixture.await(ring, 2);
            for (int i = 0; i < batch.size(); i++) {
                results.put(batch.userData(i), batch.res(i));
            }
        }
        assertEquals(Map.of(11L, -ECANCELED, 12L, 0), results);
    }

    @Test
    void shouldKeepWhatTheKernelDidNotConsume() throws Exception {
        Ring ring = fixture.ring(8, 16, Set.of(Feature.SUBMIT_ALL));
        ring.nextSqe().prepNop().userData(1);
        ring.nextSqe().prepRw(UNKNOWN_OPCODE, -1, 0, 0, 0, 0).userData(2);
        ring.nextSqe().prepNop().userData(3);
        assertEquals(2, ring.submitAndGetEvents());
        assertEquals(1, ring.sqReady());
        assertEquals(7, ring.sqSpaceLeft());
        assertEquals(1, ring.submitAndGetEvents());
        CqeBatch batch = new CqeBatch(4);
        assertEquals(3, ring.drainTo(batch));
        assertEquals(-EINVAL, batch.res(1));
        assertEquals(3, batch.userData(2));
    }

    @Test
    void shouldSubmitPastABadEntryWithSubmitAll() throws Exception {
        fixture.assume(Feature.SUBMIT_ALL);
        Ring ring = fixture.ring(8, 16);
        ring.nextSqe().prepRw(UNKNOWN_OPCODE, -1, 0, 0, 0, 0);
        ring.nextSqe().prepNop();
        assertEquals(2, ring.submitAndGetEvents());
        assertEquals(0, ring.sqReady());
    }

    @Test
    void shouldNotSubmitBeforeItIsEnabled() throws Exception {
        Ring ring = fixture.own(Ring.create(new RingConfig(fixture.syscalls(), 8, 16)));
        ring.nextSqe().prepNop();
        assertEquals(-EBADFD, ring.submitAndGetEvents());
        assertEquals(1, ring.sqReady());
        ring.enable();
        assertEquals(1, ring.submitAndGetEvents());
    }

    @Test
    void shouldEnableOnceAndOnlyForOneThread() throws Exception {
        Ring ring = fixture.ring(8, 16);
        ring.enable();
        ErrnoException refused = onAnotherThread("other", () -> assertThrows(ErrnoException.class, ring::enable));
        assertEquals(EEXIST, refused.errno());
        assertTrue(refused.getMessage().startsWith("io_uring_register(ENABLE_RINGS, ring fd " + ring.fd()
                + " of thread " + Thread.currentThread().getName() + ", called by other): EEXIST (17): "),
                refused.getMessage());
        ring.nextSqe().prepNop();
        assertEquals(1, ring.submitAndGetEvents());
    }

    @Test
    void shouldGoOnOnAnotherThreadWithoutSingleIssuer() throws Exception {
        Ring ring = fixture.own(Ring.create(new RingConfig(fixture.syscalls(), 8, 16, Set.of(Feature.SINGLE_ISSUER))));
        NativeRegion timespec = fixture.memory(KernelTimespec.SIZE);
        timespec.buffer().putLong(KernelTimespec.TV_NSEC_OFFSET, 50_000_000L);
        onAnotherThread("before", () -> {
            ring.enable();
            ring.nextSqe().prepTimeout(timespec.address(), 0, 0).userData(7);
            return ring.submitAndGetEvents();
        });

        ring.enable();

        int res = fixture.awaitRes(ring); // in its time, although nobody is left to run its task work
        assertTrue(res == -ETIME || res == -ECANCELED, () -> "res " + res);
        assertEquals(-EEXIST, onAnotherThread("after", ring::submitAndGetEvents));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldRefuseAnEnterOfTheWrongThread(Set<Feature> disabled) throws Exception {
        Ring ring = fixture.ring(8, 16, disabled);
        int result = onAnotherThread("other", ring::submitAndGetEvents);
        assertEquals(-EEXIST, result);
        ErrnoException failure = onAnotherThread("other", () -> ring.failure("io_uring_enter", "", -EEXIST));
        assertTrue(failure.getMessage().startsWith("io_uring_enter(ring fd " + ring.fd() + " of thread "
                + Thread.currentThread().getName() + ", called by other): EEXIST (17): the ring belongs to another"
                + " thread"), failure.getMessage());
    }

    @Test
    void shouldBeEnabledOnAnotherThreadThanItWasMadeOn() throws Exception {
        Ring ring = fixture.own(Ring.create(new RingConfig(fixture.syscalls(), 8, 16)));
        int completions = onAnotherThread("loop", () -> {
            ring.enable();
            ring.nextSqe().prepNop();
            ring.submitAndWait(1, -1);
            int ready = ring.cqReady();
            ring.close();
            return ready;
        });
        assertEquals(1, completions);
    }

    @Test
    void shouldCloseOnce() throws Exception {
        Set<NativeRegion> before = NativeRegion.live();
        Ring ring = fixture.ring(8, 16);
        assertTrue(NativeRegion.live().size() > before.size());
        ring.close();
        assertEquals(before, NativeRegion.live());
        int reused = fixture.syscalls().eventfd(0, 0);
        assertEquals(ring.fd(), reused, "expected the lowest free descriptor");
        ring.close();
        assertEquals(0, fixture.syscalls().close(reused), "the second close closed somebody else's descriptor");
    }

    @Test
    void shouldClampARingOfTooManyEntries() throws Exception {
        Ring ring = fixture.own(Ring.create(new RingConfig(fixture.syscalls(), 65_536, 131_072)));
        assertEquals(32_768, ring.sqEntries());
        assertEquals(65_536, ring.cqEntries());
    }

    @Test
    void shouldSayWhatIsWrongWithTooManyEntriesWithoutClamp() throws Exception {
        NativeRegion params = fixture.memory(4096);
        ErrnoException e = assertThrows(
                ErrnoException.class, () -> RingSetup.open(fixture.syscalls(), 65_536, 65_536, 0, params));
        assertEquals(EINVAL, e.errno());
        assertTrue(e.getMessage().startsWith(
                "io_uring_setup(65536 entries, 65536 cq entries, flags 0x0): EINVAL (22): "), e.getMessage());
        assertTrue(e.getMessage().contains("entries 1..32768"), e.getMessage());
    }

    @Test
    void shouldLeaveNothingBehindWhenTheKernelRefusesARing() throws Exception {
        Set<NativeRegion> before = NativeRegion.live();
        Syscalls refusing = InterceptedSyscalls.of(fixture.syscalls(), (method, arguments) ->
                method.equals("mmap") && arguments[4].equals(IORING_OFF_SQES) ? (long) -ENOMEM : null);
        RingConfig config = new RingConfig(refusing, 8, 16);
        int lowestFree = fixture.syscalls().eventfd(0, 0);
        fixture.syscalls().close(lowestFree);
        ErrnoException e = assertThrows(ErrnoException.class, () -> Ring.create(config));
        assertTrue(e.getMessage().startsWith("mmap(sqes of ring fd "), e.getMessage());
        assertEquals(before, NativeRegion.live());
        int lowestFreeAfter = fixture.syscalls().eventfd(0, 0);
        fixture.syscalls().close(lowestFreeAfter);
        assertEquals(lowestFree, lowestFreeAfter);
    }

    private static <T> T onAnotherThread(String name, Callable<T> task) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(runnable -> new Thread(runnable, name));
        try {
            return executor.submit(task).get();
        } finally {
            executor.shutdown();
        }
    }
}
