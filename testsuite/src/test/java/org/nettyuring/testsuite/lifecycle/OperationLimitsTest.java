// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.Errno;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.OperationOverflow;
import org.nettyuring.loop.OperationState;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.kernel.FakePeers;
import org.nettyuring.testsuite.kernel.Fault;

/** Explicit operations that meet a limit: of the queue, of the loop, of the caller, or of what the kernel takes. */
@ExtendWith(NoLeaks.class)
class OperationLimitsTest {
    private static final int RING = 8;
    private static final int LOOP_LIMIT = 6;
    private static final int POLLIN = 1;

    private final LoopRig rig = new LoopRig(IoUringIoHandlerConfig.builder().ringSize(RING).cqSize(32).buffers(4, 64)
            .operations(LOOP_LIMIT, OperationOverflow.QUEUE));
    private final RingOperations operations = RingOperations.of(rig.loop.eventLoop());

    @AfterEach
    void end() {
        rig.close();
    }

    private static RingOperation nop() {
        return RingOperation.of(OperationKind.NOP, "nothing", sqe -> sqe.prepNop());
    }

    private static RingOperation result(int res) {
        return RingOperation.of(OperationKind.NOP, "result " + res, sqe -> sqe.prepNopInjectResult(res));
    }

    private RingOperation pollForever() {
        int fd = rig.kernel.eventfd(0, 0);
        rig.owned.push(() -> rig.kernel.close(fd));
        return RingOperation.of(OperationKind.POLL_ADD, "fd", sqe -> sqe.prepPollAdd(fd, POLLIN));
    }

    private RingOperation send() {
        FakePeers.Connection connection = rig.kernel.peers().connection();
        ByteBuf memory = rig.kernel.allocator().directBuffer(64).writeZero(64);
        rig.owned.push(memory::release);
        rig.owned.push(() -> rig.kernel.close(connection.fd()));
        rig.owned.push(connection.peer());
        return RingOperation.of(OperationKind.SEND, "connection",
                sqe -> sqe.prepSend(connection.fd(), memory.memoryAddress(), 64, 0));
    }

    private void await(List<RingFuture> futures) {
        rig.await("futures", () -> futures.stream().allMatch(RingFuture::isDone));
    }

    private static List<OperationState> states(List<RingFuture> futures) {
        return futures.stream().map(RingFuture::state).toList();
    }

    @Test
    void shouldGiveTheKernelABatchWithOneEnter() {
        rig.turns(3);
        RingFuture filler = operations.submit(nop());
        List<RingFuture> futures = operations.submitBatch(Collections.nCopies(5, nop()));
        List<RingFuture> next = operations.submitBatch(List.of(nop()));
        rig.loop.turn();

        assertThat(filler.isDone()).isTrue();
        assertThat(futures).allMatch(RingFuture::isSuccess);
        assertThat(next.get(0).isDone()).as("beyond the loop's limit, 6 operations").isFalse();
        await(next);
    }

    @Test
    void shouldTakeABatchApartThatIsLargerThanTheLimit() {
        List<RingFuture> futures = operations.submitBatch(Collections.nCopies(100, pollForever()));
        rig.turns(3);

        assertThat(states(futures.subList(0, LOOP_LIMIT))).containsOnly(OperationState.IN_KERNEL);
        assertThat(states(futures.subList(LOOP_LIMIT, 100))).containsOnly(OperationState.QUEUED);
        futures.forEach(future -> future.cancel(false));
        await(futures);
        assertThat(futures).allMatch(RingFuture::isCancelled);
    }

    @Test
    void shouldRefuseAPipelineThatDoesNotFitIntoTheQueue() {
        List<RingFuture> futures = operations.pipeline(
                Collections.nCopies(5, nop().timeout(Duration.ofSeconds(1))));
        await(futures);

        assertThat(futures).allMatch(future -> future.cause() instanceof IllegalArgumentException);
        assertThat(futures.get(0).cause())
                .hasMessageContaining("5 linked operations, 10 entries with their time limits")
                .hasMessageContaining("8 entries, the submission queue");
    }

    @Test
    void shouldLetCallersTakeTurns() {
        RingOperations first = operations.withLimit(LOOP_LIMIT);
        RingOperations second = operations.withLimit(LOOP_LIMIT);
        List<RingFuture> running = new ArrayList<>();
        for (int i = 0; i < LOOP_LIMIT; i++) {
            running.add(operations.submit(pollForever()));
        }
        List<RingFuture> ofFirst = new ArrayList<>();
        List<RingFuture> ofSecond = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ofFirst.add(first.submit(pollForever()));
        }
        for (int i = 0; i < 2; i++) {
            ofSecond.add(second.submit(pollForever()));
        }
        running.subList(0, 4).forEach(future -> future.cancel(false));
        rig.turns(10);

        assertThat(states(ofSecond)).containsOnly(OperationState.IN_KERNEL);
        assertThat(states(ofFirst)).filteredOn(OperationState.IN_KERNEL::equals).hasSize(2);
        ofFirst.addAll(ofSecond);
        ofFirst.addAll(running);
        ofFirst.forEach(future -> future.cancel(false));
        await(ofFirst);
    }

    @Test
    void shouldTryAgainWhatTheKernelHasNoTimeFor() {
        rig.force(Fault.SEND_EAGAIN, 7).force(Fault.SEND_EINTR, 2);
        List<RingFuture> futures = new ArrayList<>(List.of(operations.submit(send())));
        rig.turns(2);
        futures.addAll(operations.pipeline(List.of(send(), send(), nop())));
        await(futures);

        assertThat(futures).allMatch(RingFuture::isSuccess);
    }

    @Test
    void shouldEndTriesAtTheTimeLimit() {
        rig.force(Fault.SEND_EAGAIN, 1_000_000);
        RingFuture future = operations.submit(send().timeout(Duration.ofMillis(20)));
        await(List.of(future));

        assertThat(future.cause()).isInstanceOf(ErrnoException.class);
        assertThat(((ErrnoException) future.cause()).errno()).isEqualTo(Errno.ETIME);
        rig.force(Fault.SEND_EAGAIN, 0);
    }

    @Test
    void shouldCancelWhatRestsBeforeAnotherTry() {
        rig.force(Fault.SEND_EAGAIN, 1_000_000);
        RingFuture future = operations.submit(send());
        rig.turns(8);
        assertThat(future.state()).isEqualTo(OperationState.QUEUED);
        future.cancel(false);

        assertThat(future.isCancelled()).as("at once").isTrue();
        rig.force(Fault.SEND_EAGAIN, 0);
    }

    /** Some seeds take the chain whole, most cut it somewhere. */
    @Test
    void shouldNeverRunAStepBeforeTheOneAheadOfItHasEndedWell() {
        int cuts = 0;
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int length = 2 + random.nextInt(4);
            int failing = random.nextInt(length + 1);
            List<RingOperation> steps = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                RingOperation step = result(i == failing ? -Errno.EIO : i);
                steps.add(length < 5 && random.nextBoolean() ? step.timeout(Duration.ofSeconds(1)) : step);
            }
            int before = rig.kernel.plan().fired(Fault.SHORT_SUBMIT);
            rig.force(Fault.SHORT_SUBMIT, random.nextInt(4));
            List<RingFuture> futures = operations.pipeline(steps);
            await(futures);
            cuts += rig.kernel.plan().fired(Fault.SHORT_SUBMIT) - before;
            for (int i = 0; i < length; i++) {
                RingFuture future = futures.get(i);
                if (i < failing) {
                    assertThat(future.getNow()).as("seed %d, step %d: %s", seed, i, future).isEqualTo(i);
                } else if (i == failing) {
                    assertThat(future.cause()).as("seed %d", seed).hasMessageContaining("EIO");
                } else {
                    assertThat(future.isCancelled()).as("seed %d, step %d: %s", seed, i, future).isTrue();
                }
            }
        }
        assertThat(cuts).isGreaterThan(100);
        rig.force(Fault.SHORT_SUBMIT, 0);
    }

    @Test
    void shouldKeepATimeLimitThatTheKernelDidNotTake() {
        rig.force(Fault.SHORT_SUBMIT, 1); // one entry of two
        RingFuture future = operations.submit(pollForever().timeout(Duration.ofMillis(20)));
        await(List.of(future));

        assertThat(rig.kernel.plan().fired(Fault.SHORT_SUBMIT)).isEqualTo(1);
        assertThat(future.cause()).isInstanceOf(ErrnoException.class).hasMessageContaining("ETIME");
    }
}
