// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.RingMessages;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.Feature;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** Messages between loops: in order, each once, and with one bell for all of a turn. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class RingMessagesTest {
    private static final int MESSAGES = 100;

    private final CountingSyscalls kernel = new CountingSyscalls();
    private IoUringEventLoopGroup group;
    private EventLoop sender;
    private EventLoop target;
    private LoopCounters senderCounters;
    private LoopCounters targetCounters;

    @BeforeEach
    void start() throws Exception {
        IoUringIoHandlerConfig.Builder config = IoUringIoHandlerConfig.builder().syscalls(kernel.syscalls());
        Mode.selected().disabled().forEach(config::disable);
        group = new IoUringEventLoopGroup(2, config.build());
        sender = group.next();
        target = group.next();
        senderCounters = group.counters().get(0);
        targetCounters = group.counters().get(1);
        for (EventLoop loop : List.of(sender, target)) {
            loop.submit(() -> { }).sync();
        }
    }

    @AfterEach
    void end() throws Exception {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldRingOneBellForAllMessagesOfATurnAndWriteToNoEventfd() throws Exception {
        assumeTrue(!Mode.selected().disabled().contains(Feature.MSG_RING), "no ring messages in this mode");
        AtomicBoolean seen = new AtomicBoolean();
        int writes = kernel.of("write"); // when the loops were made, to see whether that works
        Await.until("the target slept when the first message came", () -> {
            long sleeps = targetCounters.sleeps;
            target.submit(() -> { }).syncUninterruptibly();
            Await.until("the target is about to sleep", () -> targetCounters.sleeps > sleeps);
            seen.set(sendAll());
            return seen.get();
        });
        assertThat(kernel.of("write")).as("eventfd writes").isEqualTo(writes);
    }

    /** Whether it took one bell; else the target was awake, and took none. */
    private boolean sendAll() {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        AtomicLong before = new AtomicLong();
        AtomicLong atTheEnd = new AtomicLong();
        sender.submit(() -> {
            before.set(senderCounters.bellsSent);
            for (int i = 0; i < MESSAGES; i++) {
                int message = i;
                RingMessages.send(target, () -> {
                    assertThat(target.inEventLoop()).isTrue();
                    received.add(message);
                });
            }
            atTheEnd.set(senderCounters.bellsSent);
        }).syncUninterruptibly();
        Await.until("all are there", () -> received.size() == MESSAGES);
        assertThat(received).containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
        assertThat(atTheEnd.get()).as("no bell before the turn ends").isEqualTo(before.get());
        long bells = sender.submit(() -> senderCounters.bellsSent).syncUninterruptibly().getNow() - before.get();
        assertThat(bells).isBetween(0L, 1L);
        return bells == 1;
    }

    @Test
    void shouldLoseNoMessageWhenLoopsSleepAndWakeAllTheTime() throws Exception {
        int rounds = 20_000;
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger(rounds);
        Runnable[] pingPong = new Runnable[1];
        pingPong[0] = () -> {
            if (left.decrementAndGet() <= 0) {
                done.countDown();
            } else {
                RingMessages.send(sender.inEventLoop() ? target : sender, pingPong[0]);
            }
        };
        RingMessages.send(sender, pingPong[0]); // from a thread that is no loop
        assertThat(done.await(50, TimeUnit.SECONDS)).as(left + " left").isTrue();
    }

    @Test
    void shouldKeepTheOrderOfMessagesAndTasks() throws Exception {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        sender.submit(() -> {
            for (int i = 0; i < MESSAGES; i += 2) {
                int message = i;
                RingMessages.send(target, () -> received.add(message));
                target.execute(() -> received.add(message + 1));
            }
        }).sync();
        Await.until("all are there", () -> received.size() == MESSAGES);
        assertThat(received).containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
    }

    @Test
    void shouldHandADescriptorOver() throws Exception {
        Syscalls syscalls = NativeSyscalls.get();
        int fd = syscalls.eventfd(0, LinuxConstants.EFD_CLOEXEC);
        AtomicInteger received = new AtomicInteger();
        sender.submit(() -> RingMessages.handOver(target, fd, taken -> {
            assertThat(target.inEventLoop()).isTrue();
            received.set(taken);
            syscalls.close(taken);
        })).sync();
        Await.until("received", () -> received.get() == fd);
    }

    @Test
    void shouldCloseADescriptorThatTheReceiverDoesNotTake() throws Exception {
        int fd = NativeSyscalls.get().eventfd(0, LinuxConstants.EFD_CLOEXEC);
        int closes = kernel.of("close");
        sender.submit(() -> RingMessages.handOver(target, fd, taken -> {
            throw new IllegalStateException("on purpose");
        })).sync();
        Await.until("closed", () -> kernel.of("close") > closes); // and NoLeaks looks for it
    }

    @Test
    void shouldLeaveADescriptorToItsSenderWhenTheTargetHasEnded() throws Exception {
        Syscalls syscalls = NativeSyscalls.get();
        int fd = syscalls.eventfd(0, LinuxConstants.EFD_CLOEXEC);
        target.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        sender.submit(() -> assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> RingMessages.handOver(target, fd, taken -> { }))).sync();
        assertThat(syscalls.close(fd)).as("still open").isZero();
    }
}
