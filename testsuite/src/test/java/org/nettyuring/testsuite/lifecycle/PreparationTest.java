// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.loop.IoUringIoEvent;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.IoUringIoOps;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.testsuite.NoLeaks;

/**
 * Users' preparations that throw, or write nothing. The kernel of this test fails it for each entry that names memory
 * that is not there, as those that are written by halves do.
 */
@ExtendWith(NoLeaks.class)
class PreparationTest {
    private static final int RING = 4;
    private static final long NO_MEMORY = 64;
    private final RuntimeException planted = new IllegalStateException("planted by a test");

    private final LoopRig rig = new LoopRig(IoUringIoHandlerConfig.builder().ringSize(RING).cqSize(2 * RING)
            .buffers(4, 64));
    private final int fd = rig.kernel.eventfd(0, 0);
    private final Recorder handle = new Recorder();
    private final IoRegistration registration = rig.loop.eventLoop().register(handle).getNow();

    private static final class Recorder implements IoUringIoHandle {
        private final List<IoUringIoEvent> events = new ArrayList<>();
        private boolean unregistered;

        @Override
        public void handle(IoRegistration ioRegistration, IoEvent event) {
            events.add((IoUringIoEvent) event);
        }

        @Override
        public void unregistered() {
            unregistered = true;
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void end() {
        registration.cancel();
        rig.await("unregistered", () -> handle.unregistered);
        rig.kernel.close(fd);
        rig.close();
    }

    private IoUringIoOps.Preparation halfWritten() {
        return sqe -> {
            sqe.prepRead(fd, NO_MEMORY, 8, 0).addFlags(IoUringConstants.IOSQE_IO_LINK);
            throw planted;
        };
    }

    @Test
    void shouldTellTheHandleInItsTurnAndLoseNoneOfTheOthers() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5 * RING; i++) { // more than there is room for
            ids.add(registration.submit(IoUringIoOps.of("OP", i % 3 == 0 ? halfWritten() : sqe -> sqe.prepNop(), i)));
        }
        assertThat(handle.events).as("before its turn").isEmpty();
        rig.await("all", () -> handle.events.size() == ids.size());

        for (int i = 0; i < ids.size(); i++) {
            boolean fails = i % 3 == 0;
            assertThat(handle.events).contains(
                    new IoUringIoEvent(ids.get(i), i, fails ? -Errno.EINVAL : 0, 0, fails ? planted : null));
        }
    }

    @Test
    void shouldNotRepeatTheEntryThatStoodThereBefore() {
        for (int i = 0; i < RING; i++) {
            registration.submit(IoUringIoOps.of("POLL", sqe -> sqe.prepPollAdd(fd, 1), i));
        }
        rig.turns(2);
        long id = registration.submit(IoUringIoOps.of("NOTHING", sqe -> { }, 42));
        RingFuture named = RingOperations.of(rig.loop.eventLoop()).submit(
                RingOperation.of(OperationKind.POLL_ADD, "fd", sqe -> { }));
        rig.await("both", () -> named.isDone() && !handle.events.isEmpty());

        assertThat(handle.events).containsExactly(new IoUringIoEvent(id, 42, 0, 0, null));
        assertThat(named.cause()).hasMessageContaining("poll_add(fd): the entry has opcode 0 (expected: 6, POLL_ADD)");
    }

    @Test
    void shouldRefuseAnEntryThatWouldNotTellOfItsEnd() {
        registration.submit(IoUringIoOps.of("NOP",
                sqe -> sqe.prepNop().flags(IoUringConstants.IOSQE_CQE_SKIP_SUCCESS), 1));
        rig.await("event", () -> !handle.events.isEmpty());

        assertThat(handle.events.get(0).isTerminal()).isTrue();
        assertThat(handle.events.get(0).cause()).hasMessageContaining("NOP of ")
                .hasMessageContaining("CQE_SKIP_SUCCESS");
    }

    @Test
    void shouldFailTheFutureGiveBackItsResourceAndDoTheOthersOfTheBatch() {
        int[] released = new int[1];
        List<RingOperation> batch = new ArrayList<>();
        for (int i = 0; i < 5 * RING; i++) {
            batch.add(RingOperation.of(i % 3 == 0 ? OperationKind.READ : OperationKind.NOP, "object " + i,
                    i % 3 == 0 ? halfWritten() : sqe -> sqe.prepNop()).release(() -> released[0]++));
        }
        List<RingFuture> futures = RingOperations.of(rig.loop.eventLoop()).submitBatch(batch);
        rig.await("all", () -> futures.stream().allMatch(RingFuture::isDone));

        for (int i = 0; i < batch.size(); i++) {
            assertThat(futures.get(i).cause()).as("%d", i).isEqualTo(i % 3 == 0 ? planted : null);
        }
        assertThat(released[0]).isEqualTo(batch.size());
    }
}
