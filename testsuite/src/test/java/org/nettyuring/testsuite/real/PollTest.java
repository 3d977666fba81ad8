// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nettyuring.abi.LinuxConstants.EFD_NONBLOCK;
import static org.nettyuring.abi.LinuxConstants.O_NONBLOCK;
import static org.nettyuring.abi.LinuxConstants.POLLHUP;
import static org.nettyuring.abi.LinuxConstants.POLLIN;
import static org.nettyuring.abi.LinuxConstants.POLLOUT;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SHUT_WR;
import static org.nettyuring.abi.SocketConstants.SOCK_NONBLOCK;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import com.sun.jna.NativeLibrary;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringPoll;
import org.nettyuring.loop.IoUringPoll.Trigger;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** Descriptors of every kind on the real kernel, which nobody but it knows how to wait for. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class PollTest {
    private static final int MEMORY_BYTES = 4096;
    private static final int WRITE_OFFSET = 2048;

    private final Syscalls syscalls = NativeSyscalls.get();
    private final List<Integer> told = new CopyOnWriteArrayList<>();
    private NativeRegion memory;
    private ByteBuffer view;
    private IoUringEventLoopGroup group;
    private IoEventLoop loop;

    /** What is in the C library and not in ours. */
    private static int call(String function, Object... arguments) {
        int result = NativeLibrary.getInstance("c").getFunction(function).invokeInt(arguments);
        assertThat(result).as(function).isNotNegative();
        return result;
    }

    @BeforeEach
    void begin() throws Exception {
        memory = syscalls.allocate(MEMORY_BYTES, "poll test");
        view = syscalls.view(memory.address(), MEMORY_BYTES);
        group = Mode.selected().newGroup(1);
        loop = group.next();
    }

    @AfterEach
    void end() throws Exception {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(group.counters().get(0).failedTurns).isZero();
        memory.close();
    }

    private IoUringPoll register(int fd, int events, Trigger trigger, IoUringPoll.Listener listener) throws Exception {
        return IoUringPoll.register(loop, fd, events, trigger, listener).get(20, TimeUnit.SECONDS);
    }

    private void close(IoUringPoll poll, int... fds) throws Exception {
        assertThat(poll.close().await(20_000)).isTrue();
        for (int fd : fds) {
            assertThat(syscalls.close(fd)).isZero();
        }
    }

    private int[] pair() {
        assertThat(syscalls.socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, memory.address())).isZero();
        return new int[] {view.getInt(0), view.getInt(Integer.BYTES)};
    }

    private void write(int fd, int bytes) {
        assertThat(syscalls.write(fd, memory.address() + WRITE_OFFSET, bytes)).isEqualTo(bytes);
    }

    private long read(int fd) {
        return syscalls.read(fd, memory.address(), WRITE_OFFSET);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfAPipe(Trigger trigger) throws Exception {
        assertThat(syscalls.pipe2(memory.address(), O_NONBLOCK)).isZero();
        int out = view.getInt(0);
        int in = view.getInt(Integer.BYTES);
        AtomicInteger bytes = new AtomicInteger();
        IoUringPoll poll = register(out, POLLIN, trigger, (p, events) -> {
            told.add(events);
            for (long n = read(out); n > 0; n = read(out)) {
                bytes.addAndGet((int) n);
            }
            p.resume();
        });
        for (int i = 1; i <= 50; i++) {
            int wanted = i;
            write(in, 1);
            Await.until("byte " + i, () -> bytes.get() == wanted);
        }
        assertThat(told).isNotEmpty().allMatch(events -> events == POLLIN);
        CountDownLatch hungUp = new CountDownLatch(1);
        told.clear();
        poll.close().sync();
        IoUringPoll end = register(out, POLLIN, Trigger.ONE_SHOT, (p, events) -> {
            assertThat(events & POLLHUP).isNotZero();
            hungUp.countDown();
        });
        syscalls.close(in);
        assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
        close(end, out);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfAnEventFd(Trigger trigger) throws Exception {
        int eventFd = syscalls.eventfd(0, EFD_NONBLOCK);
        AtomicInteger sum = new AtomicInteger();
        IoUringPoll poll = register(eventFd, POLLIN, trigger, (p, events) -> {
            if (read(eventFd) == Long.BYTES) {
                sum.addAndGet((int) view.getLong(0));
            }
            p.resume();
        });
        view.putLong(WRITE_OFFSET, 1);
        for (int i = 0; i < 1000; i++) {
            write(eventFd, Long.BYTES);
        }
        Await.until("the sum", () -> sum.get() == 1000);
        close(poll, eventFd);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfATimerFd(Trigger trigger) throws Exception {
        int timer = call("timerfd_create", LinuxConstants.CLOCK_MONOTONIC, O_NONBLOCK);
        AtomicInteger ticks = new AtomicInteger();
        IoUringPoll poll = register(timer, POLLIN, trigger, (p, events) -> {
            if (read(timer) == Long.BYTES) {
                ticks.addAndGet((int) view.getLong(0));
            }
            p.resume();
        });
        long millis = 1_000_000;
        call("timerfd_settime", timer, 0, new long[] {0, 2 * millis, 0, 2 * millis}, null);
        Await.until("ten ticks", () -> ticks.get() >= 10);
        close(poll, timer);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfInotify(Trigger trigger, @TempDir Path directory) throws Exception {
        int inotify = call("inotify_init1", O_NONBLOCK);
        int created = 0x100;
        call("inotify_add_watch", inotify, directory.toString(), created);
        AtomicInteger bytes = new AtomicInteger();
        IoUringPoll poll = register(inotify, POLLIN, trigger, (p, events) -> {
            for (long n = read(inotify); n > 0; n = read(inotify)) {
                bytes.addAndGet((int) n);
            }
            p.resume();
        });
        for (int i = 1; i <= 5; i++) {
            int before = bytes.get();
            Files.createFile(directory.resolve("file" + i));
            Await.until("file " + i, () -> bytes.get() > before);
        }
        close(poll, inotify);
    }

    @Test
    void shouldTellOnceOfAnEdgeAndAgainOfALevel() throws Exception {
        int[] pair = pair();
        AtomicInteger levels = new AtomicInteger();
        IoUringPoll edge = register(pair[0], POLLIN, Trigger.EDGE, (p, events) -> told.add(events));
        IoUringPoll level = register(pair[0], POLLIN, Trigger.LEVEL, (p, events) -> levels.incrementAndGet());
        write(pair[1], 1);
        Await.until("levels", () -> levels.get() > 20);
        level.pause();
        loop.submit(() -> { }).sync();
        int paused = levels.get();
        assertThat(told).containsExactly(POLLIN);
        write(pair[1], 1);
        Await.until("the second edge", () -> told.size() == 2);
        assertThat(levels).hasValue(paused);
        level.close().sync();
        close(edge, pair);
    }

    /** A peer that has sent all that it will, and takes its time to read: Linux tells of its end unasked. */
    @ParameterizedTest
    @EnumSource
    void shouldWaitInPeaceForRoomTowardsAPeerThatSendsNoMore(Trigger trigger) throws Exception {
        int[] pair = pair();
        while (syscalls.write(pair[0], memory.address(), WRITE_OFFSET) > 0) { /* until it is full */ }
        syscalls.shutdown(pair[1], SHUT_WR);
        IoUringPoll poll = register(pair[0], POLLOUT, trigger, (p, events) -> {
            told.add(events);
            p.pause();
        });
        Await.until("armed", () -> poll.toString().contains("ARMED"));
        long sqes = group.counters().get(0).sqes;
        for (int i = 0; i < 100; i++) {
            loop.submit(() -> { }).sync(); // so many turns
        }
        assertThat(told).isEmpty();
        assertThat(group.counters().get(0).sqes - sqes).as("polls and timers in a hundred turns").isLessThan(150);

        while (read(pair[1]) > 0) { /* until it is empty */ }

        Await.until("room", () -> !told.isEmpty());
        assertThat(told).containsExactly(POLLOUT);
        close(poll, pair);
    }

    /** As in docs/READINESS.md. */
    @Test
    void shouldLetTheOwnerCloseTheDescriptorWhenThePollIsClosed() throws Exception {
        int[] pair = pair();
        write(pair[1], 1);
        CountDownLatch destroyed = new CountDownLatch(2);
        Future<IoUringPoll> registered = IoUringPoll.register(group.next(), pair[0], POLLIN, Trigger.LEVEL,
                (poll, events) -> {
                    read(pair[0]);
                    poll.modify(POLLIN | POLLOUT);
                    poll.close().addListener(closed -> {
                        syscalls.close(pair[0]);
                        destroyed.countDown();
                    });
                });
        registered.addListener(done -> destroyed.countDown());
        assertThat(destroyed.await(20, TimeUnit.SECONDS)).isTrue();
        syscalls.close(pair[1]);
    }

    @Test
    void shouldBeRefusedForADescriptorThatIsNotOpen() throws Exception {
        int[] pair = pair();
        syscalls.close(pair[0]);
        syscalls.close(pair[1]);
        IoUringPoll poll = register(pair[1], POLLIN, Trigger.EDGE, (p, events) -> told.add(events));
        assertThat(poll.closeFuture().await(20_000)).isTrue();
        assertThat(poll.closeFuture().cause()).isInstanceOf(ErrnoException.class).hasMessageContaining("EBADF");
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWithItsLoopAndRefuseAfterwards(Trigger trigger) throws Exception {
        int[] pair = pair();
        IoUringPoll poll = register(pair[0], POLLIN, trigger, (p, events) -> told.add(events));
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(poll.closeFuture().isSuccess()).isTrue();
        poll.modify(POLLOUT);
        Future<Void> closed = poll.close();
        assertThat(closed.isSuccess()).isTrue();
        syscalls.close(pair[0]);
        syscalls.close(pair[1]);
    }
}
