// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringServerSocketChannel;
import org.nettyuring.channel.IoUringSocketChannel;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** The user's own thread drives the ring: Netty's {@link ManualIoEventLoop}. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ManualLoopTest {
    private static final int BYTES = 1 << 20;

    private static void runUntilDone(ManualIoEventLoop loop, Future<?> future) {
        while (!future.isDone()) {
            loop.runNow();
        }
        assertThat(future.isSuccess()).as("%s", future.cause()).isTrue();
    }

    private static void end(ManualIoEventLoop loop) {
        Future<?> terminated = loop.shutdownGracefully(0, 10, TimeUnit.SECONDS);
        runUntilDone(loop, terminated);
        assertThat(loop.isTerminated()).isTrue();
    }

    private static Channel serve(ManualIoEventLoop loop) {
        ChannelFuture bound = new ServerBootstrap().group(loop).channel(IoUringServerSocketChannel.class)
                .childHandler(new Echo()).bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0));
        runUntilDone(loop, bound);
        return bound.channel();
    }

    private static Channel connect(ManualIoEventLoop loop, Channel server, ChannelInboundHandlerAdapter handler) {
        ChannelFuture connected = new Bootstrap().group(loop).channel(IoUringSocketChannel.class).handler(handler)
                .connect(server.localAddress());
        runUntilDone(loop, connected);
        return connected.channel();
    }

    /** Counts what comes back, which must be 0, 1, 2, … */
    private static final class Counting extends ChannelInboundHandlerAdapter {
        private int count;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf buf = (ByteBuf) msg;
            while (buf.isReadable()) {
                assertThat(buf.readByte()).isEqualTo((byte) count++);
            }
            buf.release();
        }
    }

    private static ByteBuf counted(int bytes) {
        ByteBuf buf = Unpooled.buffer(bytes);
        for (int i = 0; i < bytes; i++) {
            buf.writeByte(i);
        }
        return buf;
    }

    @Test
    void shouldServeAConnectionWithoutEverBlocking() {
        ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), Mode.selected().ioHandlerFactory());
        Channel server = serve(loop);
        Counting counting = new Counting();
        Channel client = connect(loop, server, counting);

        client.writeAndFlush(counted(BYTES));
        while (counting.count < BYTES) {
            loop.runNow();
        }

        runUntilDone(loop, client.close());
        runUntilDone(loop, server.close());
        Await.until("nothing left to do", () -> loop.runNow() == 0);
        end(loop);
    }

    @Test
    void shouldServeAConnectionThatItWaitsFor() {
        ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), Mode.selected().ioHandlerFactory());
        Channel server = serve(loop);
        Counting counting = new Counting();
        Channel client = connect(loop, server, counting);

        client.writeAndFlush(counted(BYTES));
        while (counting.count < BYTES) {
            loop.run(TimeUnit.SECONDS.toNanos(10)); // ends early by whatever comes
        }

        end(loop); // and closes what is open
        assertThat(client.isOpen()).isFalse();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void shouldStopWaitingForATaskATimerAWakeUpAndTheEndOfTheWait() throws Exception {
        ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), Mode.selected().ioHandlerFactory());
        loop.runNow();
        AtomicInteger ran = new AtomicInteger();
        loop.schedule(ran::incrementAndGet, 2, TimeUnit.MILLISECONDS);
        while (ran.get() == 0) {
            loop.run(0); // as long as it takes
        }
        while (ran.get() == 1) {
            Thread other = new Thread(() -> loop.execute(ran::incrementAndGet));
            other.start();
            loop.run(0);
            other.join();
            loop.runNow();
        }
        Thread waker = new Thread(loop::wakeup);
        waker.start();
        loop.run(0);
        waker.join();
        loop.run(TimeUnit.MILLISECONDS.toNanos(2)); // by itself
        assertThat(ran).hasValue(2);
        end(loop);
    }

    @Test
    void shouldBelongToAThreadThatIsNamedLater() throws Exception {
        ManualIoEventLoop loop = new ManualIoEventLoop(null, Mode.selected().ioHandlerFactory());
        assertThatThrownBy(loop::runNow).isInstanceOf(IllegalStateException.class);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        loop.execute(ran::incrementAndGet); // before it has a thread
        Thread owner = new Thread(() -> {
            while (ran.get() == 0) {
                loop.runNow();
            }
            end(loop);
            ended.countDown();
        });
        loop.setOwningThread(owner);
        owner.start();

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        owner.join();
        assertThat(ran).hasValue(1);
        assertThatThrownBy(() -> loop.setOwningThread(Thread.currentThread()))
                .isInstanceOf(IllegalStateException.class);
    }
}
