// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.IoUringIoOps;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.metrics.InFlightReport;

/** The bounds of {@link InFlightReport.Entry#ageNs()}, on a clock that stands still unless somebody sleeps. */
class InFlightAgeTest {
    private static final int POLLIN = 1;
    private static final long SLEEP_NS = TimeUnit.HOURS.toNanos(1);
    /** Many times what enters and looks at the clock take here. */
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LoopRig rig = new LoopRig(IoUringIoHandlerConfig.builder());
    private final int fd = rig.kernel.eventfd(0, 0);
    private final ByteBuf memory = rig.kernel.allocator().directBuffer(Long.BYTES).writeLongLE(1);
    private final Rearming handle = new Rearming();
    private final IoRegistration registration = rig.loop.eventLoop().register(handle).getNow();
    private final IoUringIoHandler handler = registration.attachment();

    /** Polls, and polls again, as a channel that receives. */
    private final class Rearming implements IoUringIoHandle {
        private int events;

        void poll(IoRegistration at) {
            at.submit(IoUringIoOps.of("POLL", sqe -> sqe.prepPollAdd(fd, POLLIN), 0));
        }

        @Override
        public void handle(IoRegistration ioRegistration, IoEvent event) {
            events++;
            rig.kernel.read(fd, scratch(), Long.BYTES);
            if (ioRegistration.isValid()) {
                poll(ioRegistration);
            }
        }

        @Override
        public void close() {
            registration.cancel();
        }
    }

    private long scratch() {
        return memory.memoryAddress();
    }

    @AfterEach
    void end() {
        registration.cancel();
        rig.await("unregistered", () -> !registration.isValid() && handler.inFlightReport().entries().stream()
                .noneMatch(entry -> entry.operation().equals("POLL")));
        rig.kernel.close(fd);
        memory.release();
        rig.close();
    }

    /** The loop sleeps long, and is woken by the descriptor. */
    private void sleep() {
        int before = handle.events;
        rig.kernel.script().then(() -> {
            rig.kernel.advance(SLEEP_NS);
            memory.setLongLE(0, 1);
            rig.kernel.write(fd, scratch(), Long.BYTES);
        });
        rig.await("woken", () -> handle.events > before);
        rig.turns(1); // what it submits goes to the kernel
    }

    private long ageNs(String operation) {
        return handler.inFlightReport().entries().stream().filter(entry -> entry.operation().equals(operation))
                .mapToLong(InFlightReport.Entry::ageNs).findFirst().orElseThrow();
    }

    @Test
    void shouldBeTooHighByTheSleepBeforeItAtMostAndByATurnOnceSomebodyHasAsked() {
        int never = rig.kernel.eventfd(0, 0);
        RingFuture old = RingOperations.of(rig.loop.eventLoop()).submit(
                RingOperation.of(OperationKind.POLL_ADD, "never", sqe -> sqe.prepPollAdd(never, POLLIN)));
        handle.poll(registration);
        rig.turns(2);
        sleep();
        assertThat(ageNs("POLL")).isBetween(0L, SLEEP_NS + TURN_NS);

        for (int i = 2; i < 5; i++) {
            sleep();
            assertThat(ageNs("POLL")).as("of what is new").isBetween(0L, TURN_NS);
            assertThat(ageNs("POLL_ADD")).as("of what is old").isBetween(i * SLEEP_NS, i * (SLEEP_NS + TURN_NS));
        }
        old.cancel(false);
        rig.await("cancelled", old::isDone);
        rig.kernel.close(never);
    }
}
