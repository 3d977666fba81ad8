// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.loop.IoUringIoEvent;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoOps;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Handles and channels that come to a loop, also those that should not have. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class RegistrationTest {
    private static final int POLLIN = 1;

    private final IoUringEventLoopGroup group = Mode.selected().newGroup(1);
    private final IoEventLoop loop = group.next();

    private static ChannelFuture register(EventLoop eventLoop, Channel channel) {
        return eventLoop.register(channel);
    }

    @AfterEach
    void end() throws Exception {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(group.counters().get(0).failedTurns).isZero();
    }

    /** Submits an operation that would never end by itself, then refuses. */
    private static final class RefusingHandle implements IoUringIoHandle {
        private final CountDownLatch unregistered = new CountDownLatch(1);
        private final List<IoUringIoEvent> events = new CopyOnWriteArrayList<>();
        private final int neverReadable;
        private volatile IoUringIoRegistration registration;
        private volatile Object handler;

        RefusingHandle(int neverReadable) {
            this.neverReadable = neverReadable;
        }

        @Override
        public void registered(IoUringIoRegistration newRegistration) {
            registration = newRegistration;
        }

        @Override
        public void registered() {
            handler = registration.attachment();
            // Would not end by itself: an eventfd that nobody writes.
            registration.submit(IoUringIoOps.of("POLL", sqe -> sqe.prepPollAdd(neverReadable, POLLIN), 1));
            throw new IllegalStateException("planted by a test");
        }

        @Override
        public void handle(IoRegistration ioRegistration, IoEvent event) {
            events.add((IoUringIoEvent) event);
        }

        @Override
        public void unregistered() {
            unregistered.countDown();
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldForgetAHandleThatRefusesToBeRegisteredAfterItsLastCompletion() throws Exception {
        Syscalls syscalls = NativeSyscalls.get();
        int eventfd = syscalls.eventfd(0, 0);
        RefusingHandle handle = new RefusingHandle(eventfd);

        Future<IoRegistration> future = loop.register(handle).await();

        assertThat(future.cause()).hasMessage("planted by a test");
        assertThat(handle.unregistered.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(handle.events).hasSize(1).allMatch(IoUringIoEvent::isTerminal);
        assertThat(handle.registration.isValid()).isFalse();
        assertThat(handle.registration.submit(IoUringIoOps.of("NOP", sqe -> sqe.prepNop(), 2))).isEqualTo(-1);
        assertThat(loop.submit(handle.handler::toString).get(20, TimeUnit.SECONDS)).contains("0 handles");
        assertThat(syscalls.close(eventfd)).isZero();
    }

    @Test
    void shouldSayWhichHandlesItTakes() throws Exception {
        IoHandle foreign = new IoHandle() {
            @Override
            public void handle(IoRegistration registration, IoEvent ioEvent) {}

            @Override
            public void close() {}
        };

        Throwable cause = loop.register(foreign).await().cause();

        assertThat(loop.isCompatible(foreign.getClass())).isFalse();
        assertThat(cause).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an io_uring event loop takes an IoUringIoHandle, not a " + getClass().getName());
    }

    @Test
    void shouldRefuseALoopOfAnotherTransport() throws Exception {
        EventLoopGroup foreign = TransportUnderTest.EPOLL.newGroup(1);
        IoUringSocketChannel channel = new IoUringSocketChannel();

        ChannelFuture registered = foreign.register(channel).await();

        assertThat(registered.cause()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("incompatible event loop");
        assertThat(channel.isOpen()).as("the caller may try another").isTrue();
        assertThat(register(loop, channel).await().isSuccess()).isTrue();
        assertThat(channel.close().await().isSuccess()).isTrue();
        foreign.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldCloseAChannelThatNoLoopTook() {
        IoUringSocketChannel channel = new IoUringSocketChannel();

        channel.unsafe().closeForcibly();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldRefuseASecondLoop() throws Exception {
        IoUringSocketChannel channel = new IoUringSocketChannel();
        register(loop, channel).sync();

        assertThat(register(loop, channel).await().cause()).isInstanceOf(IllegalStateException.class);

        assertThat(channel.isRegistered()).isTrue();
        channel.close().sync();
    }

    @Test
    void shouldCloseAChannelWhoseRegistrationFails() throws Exception {
        IoUringEventLoopGroup ending = Mode.selected().newGroup(1);
        IoEventLoop last = ending.next();
        last.submit(() -> { }).sync();
        ending.shutdownGracefully(200, 20_000, TimeUnit.MILLISECONDS);
        // It still runs tasks, but soon takes no handles any more.
        IoUringSocketChannel channel = new IoUringSocketChannel();
        ChannelFuture registered = register(last, channel).await();
        while (registered.isSuccess()) {
            channel.close().sync();
            channel = new IoUringSocketChannel();
            registered = register(last, channel).await();
        }

        assertThat(registered.cause()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the event loop is shutting down");
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.closeFuture().await(20_000)).isTrue();
        assertThat(ending.terminationFuture().await(20_000)).isTrue();
    }
}
