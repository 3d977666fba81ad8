// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEventLoop;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.OperationState;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.metrics.GroupInFlight;
import org.nettyuring.metrics.GroupInFlight.Answer;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** What a live process has in the kernel, asked from outside. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class InFlightTest {
    private final Syscalls syscalls = NativeSyscalls.get();
    private final int eventfd = syscalls.eventfd(0, 0);

    private RingFuture poll(IoEventLoop loop) {
        RingFuture future = RingOperations.of(loop).submit(RingOperation.of(OperationKind.POLL_ADD, "the test's fd",
                sqe -> sqe.prepPollAdd(eventfd, 1)).bytes(17));
        Await.until("in the kernel", () -> future.state() == OperationState.IN_KERNEL);
        return future;
    }

    @Test
    void shouldTellWhatEachLoopHasInTheKernel() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        IoEventLoop first = group.next();
        RingFuture future = poll(first);

        GroupInFlight inFlight = group.inFlight();

        assertThat(inFlight.loops()).extracting(GroupInFlight.Loop::answer)
                .containsExactly(Answer.GIVEN, Answer.NOT_RUNNING);
        assertThat(inFlight.toString()).contains("POLL_ADD of the test's fd, 17 bytes, ").contains("not begun");
        assertThat(inFlight.loops().get(0).report().entries()).filteredOn(entry -> entry.bytes() == 17)
                .singleElement().satisfies(entry -> assertThat(entry.ageNs()).isBetween(0L, 60_000_000_000L));
        assertThat(first.submit(group::inFlight).get().loops().get(0).answer()).isEqualTo(Answer.GIVEN);
        future.cancel(false);
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        assertThat(group.inFlight().loops()).allMatch(loop -> loop.answer() == Answer.NOT_RUNNING);
        assertThat(future.isCancelled()).isTrue();
        syscalls.close(eventfd);
    }

    @Test
    void shouldNotWaitLongForALoopThatIsBusy() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        group.next().execute(() -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();

        assertThat(group.inFlight().loops().get(0)).hasToString(
                group.inFlight().loops().get(0).thread() + ": busy, did not answer");

        end.countDown();
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        syscalls.close(eventfd);
    }

    @Test
    void shouldShowItInJmx() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        RingFuture future = poll(group.next());
        ObjectName name = new ObjectName(group.registerMBean());

        CompositeData[] rows = (CompositeData[]) ManagementFactory.getPlatformMBeanServer()
                .invoke(name, "inFlight", null, null);

        assertThat(rows[0].getCompositeType().keySet()).isEqualTo(
                Set.of("Thread", "Answer", "Operation", "Owner", "AgeMillis", "Bytes", "UserData"));
        assertThat(Arrays.stream(rows).filter(row -> "the test's fd".equals(row.get("Owner")))).singleElement()
                .satisfies(row -> assertThat(row.get("Bytes")).isEqualTo(17L));
        future.cancel(false);
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        syscalls.close(eventfd);
    }
}
