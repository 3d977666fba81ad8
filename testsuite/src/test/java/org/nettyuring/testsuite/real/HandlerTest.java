// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoEvent;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoOps;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** What Netty's event loop asks of an {@link IoHandler}, beside channels. */
@Timeout(60)
@ExtendWith(NoLeaks.class)
class HandlerTest {
    private static final class OwnThread implements ThreadAwareExecutor {
        private final Thread thread = Thread.currentThread();
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public boolean isExecutorThread(Thread candidate) {
            return candidate == thread;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }
    }

    private static class Context implements IoHandlerContext {
        final List<Long> reported = new ArrayList<>();
        boolean reporting;
        long sleepNanos;

        @Override
        public boolean canBlock() {
            return sleepNanos > 0;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return sleepNanos;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return reporting;
        }

        @Override
        public void reportActiveIoTime(long activeNanos) {
            reported.add(activeNanos);
        }
    }

    @Test
    void shouldReportActiveTimeInEveryRunWhenAsked() {
        IoHandler handler = Mode.selected().ioHandlerFactory().newHandler(new OwnThread());
        handler.initialize();
        Context context = new Context();
        handler.run(context);
        assertThat(context.reported).isEmpty();

        context.reporting = true;
        for (int i = 0; i < 3; i++) {
            handler.run(context);
        }

        assertThat(context.reported).hasSize(3).allMatch(nanos -> nanos >= 0);
        handler.destroy();
    }

    @Test
    void shouldCountWhatHandlersDoAsActiveTimeAndNotTheSleep() {
        assumeFalse(Mode.selected().isFaulty(), "an interrupted wait ends a sleep early");
        IoUringIoHandler handler = (IoUringIoHandler) Mode.selected().ioHandlerFactory().newHandler(new OwnThread());
        handler.initialize();
        Context context = new Context();
        context.reporting = true;
        context.sleepNanos = 20_000_000;
        long[] busy = new long[1];
        RecordingHandle handle = new RecordingHandle() {
            @Override
            public void handle(IoRegistration registration, IoEvent event) {
                long start = System.nanoTime();
                while (System.nanoTime() - start < 2_000_000) {
                    Thread.onSpinWait();
                }
                busy[0] = System.nanoTime() - start;
            }
        };
        IoRegistration registration = handler.register(handle);

        long start = System.nanoTime();
        handler.run(context); // sleeps until the timer
        long slept = System.nanoTime() - start;
        context.sleepNanos = 0;
        registration.submit(IoUringIoOps.of("NOP", sqe -> sqe.prepNop(), 1));
        handler.run(context);

        assertThat(slept).isGreaterThanOrEqualTo(20_000_000);
        assertThat(context.reported.get(0)).isLessThanOrEqualTo(slept - 20_000_000);
        assertThat(context.reported.get(1)).isGreaterThanOrEqualTo(busy[0]);
        registration.cancel();
        handler.destroy();
    }

    @Test
    void shouldBeInitializedAgainWithoutHarm() {
        IoUringIoHandler handler = (IoUringIoHandler) Mode.selected().ioHandlerFactory().newHandler(new OwnThread());
        handler.initialize();
        handler.initialize();
        RecordingHandle handle = new RecordingHandle();
        IoRegistration registration = handler.register(handle);
        handler.initialize();

        registration.submit(IoUringIoOps.of("NOP", sqe -> sqe.prepNop(), 7));
        while (handle.events.isEmpty()) { // one turn, unless its enter is refused
            handler.run(new Context());
        }

        assertThat(handle.events).extracting(IoUringIoEvent::data).containsExactly(7L);
        registration.cancel();
        handler.destroy();
    }

    @Test
    void shouldGoOnAfterATurnThatFailed() {
        IoUringIoHandler handler = (IoUringIoHandler) Mode.selected().ioHandlerFactory().newHandler(new OwnThread());
        handler.initialize();
        Context failing = new Context() {
            @Override
            public boolean canBlock() {
                throw new IllegalStateException("planted by a test");
            }
        };

        assertThat(handler.run(failing)).isZero();

        assertThat(handler.counters().failedTurns).isOne();
        assertThat(handler.run(new Context())).isZero();
        assertThat(handler.counters().failedTurns).isOne();
        handler.destroy();
    }

    @Test
    void shouldBeDestroyedWithoutHavingRun() {
        IoHandler handler = Mode.selected().ioHandlerFactory().newHandler(new OwnThread());

        handler.destroy();
        handler.wakeup();

        assertThat(handler.toString()).contains("0 handles");
    }

    @Test
    void shouldServeConnectionsBesideTasksWithoutEndInTheRatioThatWasAskedFor() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        group.setIoRatio(50);
        AtomicBoolean stop = new AtomicBoolean();
        EventLoop loop = group.next();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                if (!stop.get()) {
                    loop.execute(this);
                }
            }
        });
        try (Loopback loopback = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new Echo()));
                Socket client = new Socket(loopback.address().getAddress(), loopback.address().getPort())) {
            for (int i = 0; i < 20; i++) {
                client.getOutputStream().write(i);
                assertThat(client.getInputStream().read()).isEqualTo(i);
            }
            stop.set(true);
        }
    }

    @Test
    void shouldLetALoopWaitForATaskOfAnotherLoop() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        IoEventLoop first = group.next();
        IoEventLoop second = group.next();
        assertThat(second).isNotSameAs(first);
        for (int i = 0; i < 200; i++) {
            String answer = first.submit(() -> second.submit(() -> "answer").get(20, TimeUnit.SECONDS))
                    .get(30, TimeUnit.SECONDS);
            assertThat(answer).isEqualTo("answer");
        }
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void shouldCarryOperationsOfTheUsersOwnFromAnyThread() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        RecordingHandle handle = new RecordingHandle();
        IoRegistration registration = group.next().register(handle).sync().getNow();

        long id = registration.submit(IoUringIoOps.of("NOP", sqe -> sqe.prepNop(), 42));
        IoUringIoEvent event = handle.events.poll(10, TimeUnit.SECONDS);

        assertThat(event).isEqualTo(new IoUringIoEvent(id, 42, 0, 0, null));
        assertThat(event.isTerminal()).isTrue();
        assertThat(registration.cancel()).isTrue();
        assertThat(registration.cancel()).isFalse();
        assertThat(handle.unregistered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(registration.isValid()).isFalse();
        assertThat(registration.submit(IoUringIoOps.of("NOP", sqe -> sqe.prepNop(), 43))).isEqualTo(-1);
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        assertThat(handle.events).isEmpty();
    }

    private static class RecordingHandle implements IoUringIoHandle {
        final BlockingQueue<IoUringIoEvent> events = new LinkedBlockingQueue<>();
        final CountDownLatch unregistered = new CountDownLatch(1);

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            events.add((IoUringIoEvent) event);
        }

        @Override
        public void unregistered() {
            unregistered.countDown();
        }

        @Override
        public void close() {
            // Nothing is held: what was submitted ends by itself.
        }
    }
}
