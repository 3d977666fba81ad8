// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/**
 * A loop without channels is suspended, and goes on on another thread with the ring and the receive memory it had. (In
 * Netty's own io_uring transport the receive buffers are given to the kernel a second time: what arrives is zeroes.)
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class SuspendTest {
    private static final int CYCLES = 30;
    private static final int MESSAGES = 40;
    private static final int MAX_MESSAGE_BYTES = 9000;

    private final List<Thread> diedOrDying = new ArrayList<>();
    private final List<ExecutorService> threads = new ArrayList<>();
    private final Random random = new Random(42);
    private int starts;

    @AfterEach
    void endThreads() throws Exception {
        for (ExecutorService thread : threads) {
            thread.shutdown();
            assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        for (Thread thread : diedOrDying) {
            thread.join(20_000);
        }
    }

    /** Each start of the loop has a new thread, which dies when the loop is suspended. */
    private Executor newThreadPerStart() {
        return task -> {
            Thread thread = new Thread(task, "suspend-test-" + diedOrDying.size());
            diedOrDying.add(thread);
            thread.start();
        };
    }

    /** The starts of the loop take turns on threads that live on. */
    private Executor threadsInTurn() {
        for (int i = 0; i < 3; i++) {
            threads.add(Executors.newSingleThreadExecutor());
        }
        return task -> threads.get(starts++ % threads.size()).execute(task);
    }

    private static IoUringIoHandlerConfig config(boolean eventfd) {
        IoUringIoHandlerConfig.Builder config = Mode.selected().config().singleIssuer(false).buffers(16, 4096);
        if (eventfd) {
            config.disable(Feature.MSG_RING).disable(Feature.REGISTER_SEND_MSG_RING).disable(Feature.TIMEOUT_UPDATE);
        }
        return config.build();
    }

    @ParameterizedTest(name = "threads die {0}, eventfd {1}")
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void shouldServeEveryByteAfterEachResumeOnAnotherThread(boolean threadsDie, boolean eventfd) throws Exception {
        Executor executor = threadsDie ? newThreadPerStart() : threadsInTurn();
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, executor, config(eventfd));
        EventLoop loop = group.next();
        HoldingEcho echo = new HoldingEcho();
        Thread before = null;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            Thread now = loop.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);
            assertThat(now).as("thread of cycle %d", cycle).isNotSameAs(before);
            Future<?> released = echo.releaseOn(threadsDie ? null : threads.get((starts + 1) % threads.size()));
            loop.schedule(() -> { }, 1, TimeUnit.MILLISECONDS).get(20, TimeUnit.SECONDS);
            serve(group, echo);
            released.get(20, TimeUnit.SECONDS);
            suspend(loop, now);
            if (threadsDie) {
                now.join();
            }
            before = now;
        }
        echo.releaseOn(null);
        assertThat(group.counters().get(0).failedTurns).isZero();
        assertThat(group.counters().get(0).staleCqes).isZero();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }

    private static void suspend(EventLoop loop, Thread thread) {
        assertThat(loop.trySuspend()).isTrue();
        Await.until("suspended", () -> !loop.inEventLoop(thread));
        assertThat(loop.isSuspended()).isTrue();
    }

    private void serve(IoUringEventLoopGroup group, HoldingEcho echo) throws Exception {
        Channel server = new ServerBootstrap().group(group).channel(IoUringServerSocketChannel.class)
                .childHandler(echo).bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0)).sync().channel();
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.setSoTimeout(20_000);
            OutputStream out = client.getOutputStream();
            InputStream in = client.getInputStream();
            for (int i = 0; i < MESSAGES; i++) {
                byte[] message = new byte[1 + random.nextInt(MAX_MESSAGE_BYTES)];
                random.nextBytes(message);
                out.write(message);
                assertThat(in.readNBytes(message.length)).as("message %d", i).isEqualTo(message);
            }
        }
        Await.until("closed", () -> echo.closed);
        server.close().sync();
    }

    /** Echoes, and keeps a piece of receive memory and what was in it. */
    @Sharable
    private static final class HoldingEcho extends ChannelInboundHandlerAdapter {
        private volatile ByteBuf held;
        private volatile byte[] content;
        private volatile boolean closed;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            closed = false;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (held == null) {
                held = ((ByteBuf) msg).retainedDuplicate();
                content = ByteBufUtil.getBytes(held);
            }
            ctx.writeAndFlush(msg);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            closed = true;
        }

        /** Lets go, on some thread, perhaps while the loop runs, of what was received on an earlier thread. */
        Future<?> releaseOn(ExecutorService thread) {
            ByteBuf toRelease = held;
            byte[] expected = content;
            held = null;
            Executor executor = thread == null ? Runnable::run : thread;
            FutureTask<?> task = new FutureTask<>(() -> {
                if (toRelease != null) {
                    assertThat(ByteBufUtil.getBytes(toRelease)).isEqualTo(expected);
                    toRelease.release();
                }
                return null;
            });
            executor.execute(task);
            return task;
        }
    }

    @Test
    void shouldKeepTimeWhileTheThreadThatArmedTheTimerComputes() throws Exception {
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, threadsInTurn(), config(false));
        EventLoop loop = group.next();
        Thread first = loop.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);
        suspend(loop, first); // with the timer armed: an idle loop looks around once a second
        AtomicBoolean stop = new AtomicBoolean();
        Future<?> computing = threads.get(0).submit(() -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });

        for (int i = 0; i < 20; i++) {
            loop.schedule(() -> { }, 2, TimeUnit.MILLISECONDS).get(20, TimeUnit.SECONDS);
        }

        assertThat(loop.inEventLoop(first)).isFalse();
        stop.set(true);
        computing.get(20, TimeUnit.SECONDS);
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }

    @Test
    void shouldStayWithItsThreadByDefault() throws Exception {
        // The default; said here because a mode may have switched everything off.
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, Mode.selected().config().singleIssuer(true).build());
        EventLoop loop = group.next();
        Thread thread = loop.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);

        assertThat(loop.trySuspend()).isFalse();

        assertThat(loop.submit(Thread::currentThread).get(20, TimeUnit.SECONDS)).isSameAs(thread);
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
    }
}
