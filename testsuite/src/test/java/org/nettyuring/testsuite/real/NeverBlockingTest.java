// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/**
 * A loop's thread waits in {@code io_uring_enter} and nowhere else: a flight recording of everything that the JVM can
 * see a thread wait for shows none of it. (BlockHound would add methods to loaded classes, which newer Java refuses.)
 */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class NeverBlockingTest {
    private static final List<String> WAITS = List.of("jdk.ThreadPark", "jdk.ThreadSleep", "jdk.JavaMonitorEnter",
            "jdk.JavaMonitorWait", "jdk.SocketRead", "jdk.SocketWrite", "jdk.FileRead", "jdk.FileWrite",
            "jdk.FileForce");
    private static final int CONNECTIONS = 50;
    private static final int MESSAGES = 200;

    private final IoUringEventLoopGroup group = Mode.selected().newGroup(2);

    @TempDir
    private Path directory;

    @AfterEach
    void endTheLoops() {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000)).isTrue();
    }

    @Test
    void shouldWaitInTheKernelsRingOnly() throws Exception {
        AtomicLong echoed = new AtomicLong();
        try (Loopback server = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new Echo()))) {
            load(server, echoed); // without what is done once
            List<RecordedEvent> waits = record(() -> load(server, echoed));
            assertThat(waits.stream().map(NeverBlockingTest::describe)).isEmpty();
            assertThat(echoed.get()).isEqualTo(2L * CONNECTIONS * MESSAGES);
            server.awaitNoneOpen();
        }
    }

    /** Without this the test above could pass because nothing is recorded. */
    @Test
    void shouldNoticeAHandlerThatWaits() throws Exception {
        List<RecordedEvent> waits = record(() -> group.next().submit(() -> {
            LockSupport.parkNanos(1_000);
            Thread.sleep(1); // clock: it is to be noticed
            return null;
        }).syncUninterruptibly());
        assertThat(waits.stream().map(event -> event.getEventType().getName()))
                .contains("jdk.ThreadPark", "jdk.ThreadSleep");
    }

    /** Connections that come, talk, and go; timers that are made, moved and cancelled; tasks of other threads. */
    private void load(Loopback server, AtomicLong echoed) {
        long before = echoed.get();
        List<ChannelFuture> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(server.client(ch -> ch.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                @Override
                protected void channelRead0(ChannelHandlerContext ctx, ByteBuf msg) {
                    echoed.addAndGet(msg.readableBytes());
                }
            })).connect());
        }
        awaitAll(clients);
        for (int message = 0; message < MESSAGES; message++) {
            clients.forEach(client -> client.channel().writeAndFlush(Unpooled.wrappedBuffer(new byte[1])));
            EventLoop loop = group.next();
            loop.schedule(() -> { }, message % 20, TimeUnit.MILLISECONDS);
            loop.schedule(() -> { }, 1, TimeUnit.HOURS).cancel(false);
        }
        Await.until("all came back", () -> echoed.get() == before + CONNECTIONS * MESSAGES);
        awaitAll(clients.stream().map(client -> client.channel().close()).toList());
    }

    /** Looks at them: who waits for a promise holds its monitor for a moment, which its loop may need. */
    private static void awaitAll(List<ChannelFuture> futures) {
        Await.until("all done", () -> futures.stream().allMatch(Future::isSuccess));
    }

    /** {@return what the loops' threads waited for meanwhile} */
    private List<RecordedEvent> record(Runnable work) throws Exception {
        Path file = directory.resolve("waits.jfr");
        try (Recording recording = new Recording()) {
            WAITS.forEach(name -> recording.enable(name).withThreshold(Duration.ZERO).withStackTrace());
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        List<String> loops = group.metrics().loops().stream().map(loop -> loop.thread()).toList();
        assertThat(loops).hasSize(2);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> WAITS.contains(event.getEventType().getName()) && event.getThread() != null
                        && loops.contains(event.getThread().getJavaName()) && !loadsAClass(event))
                .toList();
    }

    /** Once for each class, and Java's own. */
    private static boolean loadsAClass(RecordedEvent event) {
        return event.getStackTrace() != null && event.getStackTrace().getFrames().stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().equals("java.lang.ClassLoader"));
    }

    private static String describe(RecordedEvent event) {
        StringBuilder text = new StringBuilder(event.getEventType().getName());
        if (event.getStackTrace() != null) {
            for (RecordedFrame frame : event.getStackTrace().getFrames()) {
                text.append("\n  ").append(frame.getMethod().getType().getName()).append('.')
                        .append(frame.getMethod().getName());
            }
        }
        return text.toString();
    }
}
