// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.BlockingOperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.OperationLimits;
import org.nettyuring.loop.OperationOverflow;
import org.nettyuring.loop.OperationState;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Explicit operations on the ring of a live loop, from a thread that is none. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class RingOperationsTest {
    private static final int POLLIN = 1;
    private static final int F_GETFL = 3;
    private static final int O_NONBLOCK = 0x800;
    private static final int NO_FD = 0x7FFF_0000;

    private final Syscalls syscalls = NativeSyscalls.get();
    private final IoUringEventLoopGroup group = Mode.selected().newGroup(1);
    private final IoEventLoop loop = group.next();
    private final RingOperations operations = RingOperations.of(loop);
    private final NativeRegion memory = allocate();
    private final List<Integer> fds = new ArrayList<>();

    private NativeRegion allocate() {
        try {
            return syscalls.allocate(4096, "a test's memory");
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() throws Exception {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(group.counters().get(0).failedTurns).isZero();
        fds.forEach(syscalls::close);
        memory.close();
    }

    private int eventfd(int initial) {
        int fd = syscalls.eventfd(initial, 0);
        fds.add(fd);
        return fd;
    }

    private static RingOperation nop() {
        return RingOperation.of(OperationKind.NOP, "nothing", sqe -> sqe.prepNop());
    }

    private static RingOperation poll(int fd) {
        return RingOperation.of(OperationKind.POLL_ADD, "fd " + fd, sqe -> sqe.prepPollAdd(fd, POLLIN));
    }

    private RingOperation read(int fd, int lengthBytes) {
        return RingOperation.of(OperationKind.READ, "fd " + fd, sqe -> sqe.prepRead(
                fd, memory.address(), lengthBytes, -1)).bytes(lengthBytes);
    }

    private static void awaitState(RingFuture future, OperationState state) {
        Await.until(state + " of " + future, () -> future.state() == state);
    }

    private static void await(RingFuture future) throws InterruptedException {
        assertThat(future.await(20, TimeUnit.SECONDS)).as(future.toString()).isTrue();
    }

    @Test
    void shouldCompleteWithTheResultAndNumberInOrder() throws Exception {
        RingFuture first = operations.submit(nop());
        RingFuture second = operations.submit(read(eventfd(7), 8));

        assertThat(first.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(8);
        assertThat(memory.buffer().getLong(0)).isEqualTo(7);
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
        assertThat(second.state()).isEqualTo(OperationState.DONE);
        assertThat(RingOperations.of(loop)).isSameAs(operations);
    }

    @Test
    void shouldNameOperationObjectAndErrno() throws Exception {
        RingFuture future = operations.submit(read(NO_FD, 8));

        await(future);

        assertThat(future.cause()).isInstanceOf(ErrnoException.class)
                .hasMessage("read(fd " + NO_FD + "): EBADF (9)");
    }

    @Test
    void shouldReallyCancel() throws Exception {
        RingFuture future = operations.submit(poll(eventfd(0)));
        awaitState(future, OperationState.IN_KERNEL);

        assertThat(future.cancel(false)).isTrue();
        await(future);

        assertThat(future.isCancelled()).isTrue();
        assertThat(future.cancel(false)).isFalse();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        assertThat(loop.submit(() -> handlerInFlight("POLL_ADD")).get()).isZero();
    }

    private long handlerInFlight(String operation) {
        return group.inFlight().loops().get(0).report().entries().stream()
                .filter(entry -> entry.operation().equals(operation)).count();
    }

    @Test
    void shouldEndAtItsTimeLimit() throws Exception {
        RingFuture late = operations.submit(poll(eventfd(0)).timeout(Duration.ofMillis(5)));
        RingFuture early = operations.submit(read(eventfd(1), 8).timeout(Duration.ofSeconds(60)));

        await(late);
        await(early);

        assertThat(late.cause()).isInstanceOf(ErrnoException.class)
                .hasMessageContaining("ETIME (62): it took longer than its limit of PT0.005S");
        assertThat(early.getNow()).isEqualTo(8);
    }

    @Test
    void shouldCompleteEachOfABatchForItself() throws Exception {
        List<RingOperation> batch = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            batch.add(i % 3 == 0 ? read(NO_FD, 1) : nop());
        }
        List<RingFuture> futures = operations.submitBatch(batch);

        for (RingFuture future : futures) {
            await(future);
        }
        assertThat(futures).filteredOn(RingFuture::isSuccess).hasSize(666);
        assertThat(futures).filteredOn(future -> future.cause() instanceof ErrnoException).hasSize(334);
    }

    @Test
    void shouldCancelTheRestOfAPipelineAfterTheFirstFailure() throws Exception {
        List<RingFuture> futures = operations.pipeline(List.of(nop(), read(NO_FD, 1), nop(), nop()));

        for (RingFuture future : futures) {
            await(future);
        }
        assertThat(futures.get(0).getNow()).isZero();
        assertThat(((ErrnoException) futures.get(1).cause()).errno()).isEqualTo(Errno.EBADF);
        assertThat(futures.get(2).isCancelled()).isTrue();
        assertThat(futures.get(3).cause()).hasMessage(
                "nop(nothing): not run, because of read(fd " + NO_FD + "), which ended with -9");
    }

    @Test
    void shouldCancelTheRestOfAPipelineAfterAShortRead() throws Exception {
        List<RingFuture> futures = operations.pipeline(List.of(read(eventfd(1), 16), nop()));

        for (RingFuture future : futures) {
            await(future);
        }
        assertThat(futures.get(0).getNow()).isEqualTo(8);
        assertThat(futures.get(1).isCancelled()).isTrue();
    }

    @Test
    void shouldGoOnBehindAStepThatMayFail() throws Exception {
        List<RingFuture> futures = operations.pipeline(List.of(read(NO_FD, 1).continueOnFailure(), nop(), nop()));

        for (RingFuture future : futures) {
            await(future);
        }
        assertThat(futures).extracting(RingFuture::isSuccess).containsExactly(false, true, true);
    }

    @Test
    void shouldRunTheStepsOfAPipelineOneAfterTheOther() throws Exception {
        int waited = eventfd(0);
        List<RingFuture> futures = operations.pipeline(List.of(
                poll(waited).timeout(Duration.ofSeconds(60)), read(waited, 8), poll(eventfd(0)), nop()));
        awaitState(futures.get(0), OperationState.IN_KERNEL);
        assertThat(futures.get(1).isDone()).isFalse();

        memory.buffer().putLong(64, 5);
        syscalls.write(waited, memory.address() + 64, 8);
        await(futures.get(1));
        assertThat(futures.get(0).getNow()).isEqualTo(POLLIN);
        assertThat(memory.buffer().getLong(0)).isEqualTo(5);

        futures.get(3).cancel(false); // takes the one with it that is running
        await(futures.get(3));
        await(futures.get(2));
        assertThat(futures.get(2).isCancelled()).isTrue();
        assertThat(futures.get(3).isCancelled()).isTrue();
    }

    @Test
    void shouldLimitACallerAndLetTheRestWaitInOrder() throws Exception {
        RingOperations caller = operations.withLimit(2);
        List<RingFuture> futures = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            futures.add(caller.submit(poll(eventfd(0))));
        }
        awaitState(futures.get(1), OperationState.IN_KERNEL);
        RingFuture other = operations.submit(nop());
        await(other);

        assertThat(futures).extracting(RingFuture::state).containsExactly(OperationState.IN_KERNEL,
                OperationState.IN_KERNEL, OperationState.QUEUED, OperationState.QUEUED, OperationState.QUEUED);
        futures.get(2).cancel(false);
        await(futures.get(2));
        futures.get(0).cancel(false);
        awaitState(futures.get(3), OperationState.IN_KERNEL);
        assertThat(futures.get(4).state()).isEqualTo(OperationState.QUEUED);
        caller.close();
        for (RingFuture future : futures) {
            await(future);
        }
        assertThat(futures).allMatch(RingFuture::isCancelled);
        RingFuture late = caller.submit(nop());
        await(late);
        assertThat(late.cause()).isInstanceOf(RejectedExecutionException.class).hasMessage("the caller is closed");
    }

    @Test
    void shouldRefuseBeyondALimitIfToldSo() throws Exception {
        RingOperations caller = operations.newCaller(
                OperationLimits.ofLoop().inFlight(1).overflow(OperationOverflow.REFUSE));
        RingFuture first = caller.submit(poll(eventfd(0)));
        RingFuture second = caller.submit(nop());

        await(second);

        assertThat(second.cause()).isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("1 of this caller (limit 1)");
        first.cancel(false);
        await(first);
        RingFuture third = caller.submit(nop());
        await(third);
        assertThat(third.isSuccess()).isTrue();
    }

    @Test
    void shouldDoWhatNeverWaitsAtOnce() throws Exception {
        int fd = eventfd(0);
        await(operations.submit(nop())); // the loop has taken the lane
        AtomicInteger thread = new AtomicInteger();
        RingFuture future = operations.submit(RingOperation.inLine(OperationKind.FCNTL, "fd " + fd, kernel -> {
            thread.set(System.identityHashCode(Thread.currentThread()));
            return kernel.fcntl(fd, F_GETFL, 0);
        }));

        assertThat(future.isDone()).isTrue();
        assertThat(future.getNow() & O_NONBLOCK).isZero();
        assertThat(thread.get()).isEqualTo(System.identityHashCode(Thread.currentThread()));
        assertThatThrownBy(() -> operations.pipeline(List.of(future.operation(), nop())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("runs in line");
    }

    @Test
    void shouldSayWhatIsWrongWithAnEntry() throws Exception {
        int fd = eventfd(1);
        RingFuture multishot = operations.submit(RingOperation.of(OperationKind.POLL_ADD, "fd",
                sqe -> sqe.prepPollMultishot(fd, POLLIN)));
        RingFuture other = operations.submit(RingOperation.of(OperationKind.READ, "fd", sqe -> sqe.prepNop()));
        RingFuture linked = operations.submit(RingOperation.of(OperationKind.NOP, "fd",
                sqe -> sqe.prepNop().addFlags(IoUringConstants.IOSQE_IO_LINK)));
        List<RingFuture> chain = operations.pipeline(List.of(nop(), RingOperation.of(OperationKind.NOP, "planted",
                sqe -> {
                    throw new IllegalStateException("planted by a test");
                }), nop().timeout(Duration.ofSeconds(60))));

        for (RingFuture future : List.of(multishot, other, linked, chain.get(0), chain.get(1), chain.get(2))) {
            await(future);
        }
        assertThat(multishot.cause()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("multishot");
        assertThat(other.cause()).hasMessageContaining("the entry has opcode 0 (expected: 22, READ)");
        assertThat(linked.cause()).hasMessageContaining("the entry has flags 0x4");
        assertThat(chain.get(1).cause()).hasMessage("planted by a test");
        assertThat(chain.get(0).isCancelled()).isTrue();
        assertThat(chain.get(2).cause()).hasMessage(
                "nop(nothing): not run, because of nop(planted), which could not be prepared");
    }

    @Test
    void shouldGiveResourcesBackOnceAndCollectForThosePolling() throws Exception {
        RingOperations caller = operations.newCaller(OperationLimits.ofLoop().collecting());
        AtomicInteger released = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            caller.submit(nop().release(released::incrementAndGet));
        }
        List<RingFuture> drained = new ArrayList<>();
        Await.until("all drained", () -> {
            drained.addAll(caller.drain(3));
            return drained.size() == 10;
        });
        assertThat(released).hasValue(10);
        assertThat(caller.drain(1)).isEmpty();
        assertThatThrownBy(() -> operations.drain(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotLetTheLoopWaitForItself() throws Exception {
        RingFuture never = operations.submit(poll(eventfd(0)));

        Throwable cause = loop.submit(() -> never.await(1, TimeUnit.SECONDS)).await().cause();

        assertThat(cause).isInstanceOf(BlockingOperationException.class);
        assertThat(never.await(1, TimeUnit.MILLISECONDS)).isFalse();
        never.cancel(false);
    }

    @Test
    void shouldEndWithTheLoopAndRefuseAfterwards() throws Exception {
        List<RingFuture> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            futures.add(operations.submit(poll(eventfd(0))));
        }
        futures.addAll(operations.pipeline(List.of(poll(eventfd(0)), nop())));
        awaitState(futures.get(20), OperationState.IN_KERNEL);
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS);
        RingFuture late = operations.submit(nop());

        for (RingFuture future : futures) {
            await(future);
        }
        await(late);
        assertThat(futures).allMatch(RingFuture::isCancelled);
        assertThat(group.terminationFuture().await(20_000)).isTrue();
        RingFuture tooLate = operations.submit(nop());
        assertThat(tooLate.cause()).isInstanceOf(RejectedExecutionException.class);
        RingFuture another = RingOperations.of(loop).submit(nop());
        assertThat(another.cause()).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void shouldTakeLoopsOfThisTransportOnly() throws Exception {
        EventLoopGroup foreign = TransportUnderTest.EPOLL.newGroup(1);

        assertThatThrownBy(() -> RingOperations.of(foreign.next())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an io_uring event loop");

        foreign.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldSurviveManyThreads() throws Exception {
        int threads = 4;
        int each = 2_000;
        AtomicInteger done = new AtomicInteger();
        List<Thread> started = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                RingOperations caller = operations.withLimit(16);
                for (int i = 0; i < each; i++) {
                    RingFuture future = caller.submit(nop());
                    if (i % 7 == 0) {
                        future.cancel(false);
                    }
                    future.addListener(over -> done.incrementAndGet());
                }
            });
            thread.start();
            started.add(thread);
        }
        for (Thread thread : started) {
            thread.join();
        }
        Await.until("all done", () -> done.get() == threads * each);
    }
}
