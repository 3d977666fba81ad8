// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.OpenFiles;
import org.nettyuring.testsuite.TransportUnderTest;

/** The end of loops, in every situation; descriptors and native memory come back to where they were. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ShutdownTest {
    private static final int TIMES = 100;
    private static final int MOST_WAITING = 64;

    private int filesBefore;
    private Set<NativeRegion> regionsBefore;

    @BeforeEach
    void takeTheBaseline() {
        Mode.selected().newGroup(1).shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly(); // loads classes
        filesBefore = OpenFiles.count();
        regionsBefore = NativeRegion.live();
    }

    @AfterEach
    void shouldBeBackAtTheBaseline() {
        OpenFiles.awaitAtMost(filesBefore);
        Await.until("native memory is back at the baseline: " + NativeRegion.live(),
                () -> regionsBefore.containsAll(NativeRegion.live()));
    }

    private static void end(IoUringEventLoopGroup group) {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
        assertThat(group.isTerminated()).isTrue();
    }

    @Test
    void shouldEndAHundredTimesInARow() {
        for (int i = 0; i < TIMES; i++) {
            IoUringEventLoopGroup group = Mode.selected().newGroup(2);
            group.next().submit(() -> { }).syncUninterruptibly();
            end(group);
        }
    }

    @Test
    void shouldEndBeforeItStarted() {
        for (int i = 0; i < TIMES; i++) {
            end(Mode.selected().newGroup(1));
        }
    }

    @Test
    @SuppressWarnings("deprecation") // the immediate form
    void shouldEndImmediatelyWithConnectionsOpen() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            IoUringEventLoopGroup group = Mode.selected().newGroup(1);
            Loopback loopback = serve(group);
            try (Socket client = connect(loopback)) {
                client.getOutputStream().write(1);
                group.shutdown();
                assertThat(group.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void shouldEndGracefullyWithConnectionsOpenAndTellTheirHandlers() throws Exception {
        shouldTellHandlersWhen(ShutdownTest::end);
    }

    /** The loop looks whether it is to end, runs its tasks, and looks whether it has ended: a task says so between. */
    @Test
    void shouldTellHandlersHoweverLateInATurnTheLoopIsToldToEnd() throws Exception {
        shouldTellHandlersWhen(ShutdownTest::endFromTheLoopItself);
    }

    private static void shouldTellHandlersWhen(Consumer<IoUringEventLoopGroup> end) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            EventLog log = new EventLog();
            IoUringEventLoopGroup group = Mode.selected().newGroup(1);
            Loopback loopback = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                    ch -> ch.pipeline().addLast(log));
            try (Socket client = connect(loopback)) {
                Await.until("accepted", () -> log.events().contains("active"));
                end.accept(group);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(log.events()).containsExactly("registered", "active", "inactive, open=false, active=false",
                    "unregistered");
        }
    }

    private static void endFromTheLoopItself(IoUringEventLoopGroup group) {
        group.next().execute(() -> group.shutdownGracefully(0, 10, TimeUnit.SECONDS));
        assertThat(group.terminationFuture().awaitUninterruptibly(20_000)).isTrue();
    }

    @Test
    void shouldEndWithSendsInFlight() throws Exception {
        for (int i = 0; i < 20; i++) {
            IoUringEventLoopGroup group = Mode.selected().newGroup(1);
            Loopback loopback = serve(group);
            try (Socket client = connect(loopback)) {
                Await.until("accepted", () -> !loopback.accepted().isEmpty());
                Channel ch = loopback.accepted().iterator().next();
                // More than the socket takes: the kernel holds a send while the loop ends.
                Future<Void> write = ch.writeAndFlush(ch.alloc().directBuffer().writeZero(16 << 20));
                assertThat(client.getInputStream().read()).isZero();
                end(group);
                assertThat(write.isDone()).isTrue();
                assertThat(write.isSuccess()).isFalse();
            }
        }
    }

    @Test
    void shouldEndFromTheLoopItself() {
        for (int i = 0; i < TIMES; i++) {
            endFromTheLoopItself(Mode.selected().newGroup(1));
        }
    }

    @RepeatedTest(20)
    void shouldEndWhileOtherThreadsOfferTasks() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        EventLoop loop = group.next();
        loop.submit(() -> { }).sync();
        Thread[] offering = new Thread[3];
        for (int i = 0; i < offering.length; i++) {
            offering[i] = new Thread(() -> offerUntilRejected(loop));
            offering[i].start();
        }
        end(group);
        for (Thread thread : offering) {
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @RepeatedTest(20)
    void shouldEndALoopThatAnotherLoopStillWakes() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        IoUringEventLoopGroup other = Mode.selected().newGroup(1);
        EventLoop loop = group.next();
        loop.submit(() -> { }).sync();
        Future<?> offering = other.next().submit(() -> offerUntilRejected(loop));
        end(group);
        assertThat(offering.await(20_000)).isTrue();
        end(other);
    }

    /**
     * With a bound on what waits: Netty ends a loop only when its queue is empty, which producers that are faster than
     * the loop never allow, on any transport.
     */
    private static void offerUntilRejected(EventLoop loop) {
        AtomicInteger waiting = new AtomicInteger();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                while (waiting.get() > MOST_WAITING && !loop.isShutdown()) {
                    Thread.yield();
                }
                waiting.incrementAndGet();
                loop.execute(waiting::decrementAndGet);
            }
        } catch (RejectedExecutionException e) {
            assertThat(loop.isShuttingDown()).isTrue();
        }
    }

    @Test
    void shouldTouchNoDescriptorWhenWokenAfterItsEnd() {
        for (boolean eventfd : new boolean[] {false, true}) {
            CountingSyscalls calls = new CountingSyscalls();
            IoUringIoHandlerConfig.Builder config = Mode.selected().config().syscalls(calls.syscalls());
            if (eventfd) {
                config.disable(Feature.MSG_RING).disable(Feature.REGISTER_SEND_MSG_RING);
            }
            AtomicReference<Thread> owner = new AtomicReference<>(Thread.currentThread());
            IoHandler handler = IoUringIoHandler.newFactory(config.build()).newHandler(new OwnThread(owner));
            handler.initialize();
            handler.prepareToDestroy();
            handler.destroy();
            owner.set(null); // from now on every caller is another thread
            int before = calls.total();
            for (int i = 0; i < 1000; i++) {
                handler.wakeup();
            }
            assertThat(calls.total() - before).as("system calls").isZero();
        }
    }

    /** An executor whose thread the test chooses. */
    private record OwnThread(AtomicReference<Thread> owner) implements ThreadAwareExecutor {
        @Override
        public boolean isExecutorThread(Thread thread) {
            return thread == owner.get();
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    @Test
    void shouldRefuseChannelsAfterTheEnd() {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        end(group);
        assertThatThrownBy(() -> TransportUnderTest.URING.bootstrap(group).handler(new ChannelInboundHandlerAdapter())
                .register().syncUninterruptibly()).isInstanceOf(RejectedExecutionException.class);
    }

    private static Loopback serve(IoUringEventLoopGroup group) {
        return Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.writeAndFlush(Unpooled.EMPTY_BUFFER));
    }

    private static Socket connect(Loopback loopback) throws IOException {
        return new Socket(loopback.address().getAddress(), loopback.address().getPort());
    }
}
