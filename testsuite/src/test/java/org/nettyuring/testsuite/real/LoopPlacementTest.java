// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringDatagramChannel;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.LoopPlacement;
import org.nettyuring.loop.IoUringEventLoop;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;

/** New channels go where there is least to do. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LoopPlacementTest {
    private final Queue<Channel> channels = new ConcurrentLinkedQueue<>();

    private static IoUringEventLoopGroup group(int loops, EventExecutorChooserFactory chooser) {
        return new IoUringEventLoopGroup(loops, null, chooser, Mode.selected().config().build());
    }

    private static List<IoUringEventLoop> loops(IoUringEventLoopGroup group) {
        List<IoUringEventLoop> loops = new ArrayList<>();
        for (EventExecutor loop : group) {
            loops.add((IoUringEventLoop) loop);
        }
        return loops;
    }

    private static List<Integer> sizes(IoUringEventLoopGroup group) {
        return loops(group).stream().map(IoUringEventLoop::registeredChannels).toList();
    }

    private Channel channel() {
        Channel channel = new IoUringDatagramChannel();
        channel.pipeline().addLast(new Echo());
        channels.add(channel);
        return channel;
    }

    private void end(IoUringEventLoopGroup group) throws InterruptedException {
        for (Channel channel : channels) {
            channel.close().sync();
        }
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldFillTheLoopWithTheFewestChannelsFirst() throws Exception {
        IoUringEventLoopGroup group = group(3, LoopPlacement.leastConnections());
        for (int i = 0; i < 6; i++) {
            loops(group).get(0).register(channel()).sync();
        }
        List<ChannelFuture> pending = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            pending.add(group.register(channel())); // not awaited: what is on its way counts
        }
        for (ChannelFuture registered : pending) {
            registered.sync();
        }
        assertThat(sizes(group)).containsExactly(6, 6, 6);
        for (Channel channel : channels) {
            if (channel.eventLoop() == loops(group).get(1)) {
                channel.close().sync();
            }
        }
        Await.until("they are gone", () -> sizes(group).get(1) == 0);
        for (int i = 0; i < 5; i++) {
            group.register(channel()).sync();
        }
        assertThat(sizes(group)).containsExactly(6, 5, 6);
        end(group);
    }

    @Test
    void shouldSpreadABurstFromSeveralThreads() throws Exception {
        IoUringEventLoopGroup group = group(4, LoopPlacement.leastConnections());
        int threads = 4;
        int each = 50;
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            new Thread(() -> {
                List<ChannelFuture> pending = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    pending.add(group.register(channel()));
                }
                pending.forEach(ChannelFuture::syncUninterruptibly);
                done.countDown();
            }).start();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sizes(group)).as("each thread may be about to register the one that it picked")
                .allSatisfy(size -> assertThat(size).isBetween(each - threads, each + threads));
        end(group);
    }

    @Test
    void shouldGoRoundWhereAllAreEqualAndPassOverLoopsThatEnd() throws Exception {
        IoUringEventLoopGroup group = group(3, LoopPlacement.leastConnections());
        List<IoUringEventLoop> loops = loops(group);
        assertThat(List.of(group.next(), group.next(), group.next())).containsExactlyInAnyOrderElementsOf(loops);
        loops.get(1).shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        for (int i = 0; i < 10; i++) {
            assertThat(group.next()).isNotSameAs(loops.get(1));
        }
        end(group);
    }

    @Test
    void shouldAvoidTheLoopThatIsBusy() throws Exception {
        IoUringEventLoopGroup group = group(2, LoopPlacement.leastActiveTime());
        EventLoop busy = loops(group).get(0);
        AtomicBoolean stop = new AtomicBoolean();
        busy.execute(() -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });
        Await.until("it is avoided", () -> {
            for (int i = 0; i < 10; i++) {
                if (group.next() == busy) {
                    return false;
                }
            }
            return true;
        });
        stop.set(true);
        Await.until("and not any more", () -> group.next() == busy);
        end(group);
    }

    @Test
    void shouldRefuseLoopsOfAnotherKind() {
        assertThatIllegalArgumentException().isThrownBy(() -> LoopPlacement.leastConnections()
                .newChooser(new EventExecutor[] {ImmediateEventExecutor.INSTANCE}))
                .withMessageContaining("IoUringEventLoopGroup");
    }
}
