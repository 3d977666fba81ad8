// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.channel.IoUringChannelOption;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.channel.LoopMigration;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.PriorityTasks;
import org.nettyuring.op.IoPriority;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Loops;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** What is urgent comes first, what is not comes nevertheless, and everything in its order. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class IoPriorityTest {
    private static final int LOWS = 60;

    private final Queue<IoPriority> delivered = new ConcurrentLinkedQueue<>();

    private static IoPriority priorityOf(Channel ch) {
        return ch.config().getOption(IoUringChannelOption.IO_PRIORITY);
    }

    private static void prioritize(Channel ch, IoPriority priority) {
        assertThat(ch.config().setOption(IoUringChannelOption.IO_PRIORITY, priority)).isTrue();
    }

    /** Connects one channel after the other, with the given priorities. */
    private List<Socket> connect(Loopback server, IoPriority priority, int count) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int before = server.accepted().size();
            clients.add(server.connect(null));
            Await.until("accepted", () -> server.accepted().size() > before);
        }
        for (Channel ch : server.accepted()) {
            if (priorityOf(ch) == IoPriority.NORMAL && priority != IoPriority.NORMAL && !ch.hasAttr(Marked.KEY)) {
                prioritize(ch, priority);
            }
            ch.attr(Marked.KEY).set(true);
        }
        return clients;
    }

    /** Keeps what has its priority already from getting another one. */
    private static final class Marked {
        private static final AttributeKey<Boolean> KEY =
                AttributeKey.valueOf(IoPriorityTest.class, "marked");
    }

    private Loopback recording(IoUringEventLoopGroup group) {
        return Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object msg) {
                        ReferenceCountUtil.release(msg);
                        delivered.add(priorityOf(ctx.channel()));
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDeliverInTheOrderOfPriorities(boolean receivesMayStay) throws Exception {
        assumeFalse(Mode.selected() == Mode.SMALL_RING, "the queue holds 16 completions: the urgent ones come after");
        IoUringIoHandlerConfig.Builder config = Mode.selected().config();
        if (!receivesMayStay) {
            config.disable(Feature.RECV_MULTISHOT);
        }
        try (Loopback server = recording(new IoUringEventLoopGroup(1, config.build()))) {
            List<Socket> clients = connect(server, IoPriority.LOW, LOWS);
            clients.addAll(connect(server, IoPriority.NORMAL, 2));
            clients.addAll(connect(server, IoPriority.HIGH, 2));
            EventLoop loop = Loops.of(server.group()).get(0);
            Loops.awaitTurns(loop, 4); // receives have been armed with the priorities
            delivered.clear();
            CountDownLatch goOn = Loops.block(loop);
            for (Socket client : clients) { // the least urgent first
                client.getOutputStream().write(1);
            }
            goOn.countDown();
            Await.until("all are there", () -> delivered.size() >= clients.size());
            List<IoPriority> order = List.copyOf(delivered);
            assertThat(order.subList(0, 2)).containsOnly(IoPriority.HIGH);
            assertThat(order.subList(2, 4)).containsOnly(IoPriority.NORMAL);
            assertThat(order.subList(4, order.size())).containsOnly(IoPriority.LOW).hasSize(LOWS);
            for (Socket client : clients) {
                client.close();
            }
            server.awaitNoneOpen();
        }
    }

    @Test
    void shouldNotStarveWhatIsLow() throws Exception {
        try (Loopback server = Loopback.serve(TransportUnderTest.URING, Mode.selected().newGroup(1), b -> { },
                ch -> ch.pipeline().addLast(new Echo()))) {
            List<CheckedStream> floods = new ArrayList<>();
            List<Socket> high = connect(server, IoPriority.HIGH, 2);
            for (Socket client : high) {
                floods.add(new CheckedStream(client));
            }
            List<Socket> low = connect(server, IoPriority.LOW, 1);
            low.get(0).setSoTimeout(20_000);
            for (int i = 0; i < 100; i++) {
                low.get(0).getOutputStream().write(i);
                assertThat(low.get(0).getInputStream().read()).isEqualTo(i);
            }
            for (CheckedStream flood : floods) {
                flood.awaitProgress("beside it");
                flood.finish();
            }
            low.get(0).close();
            for (Socket client : high) {
                client.close();
            }
            server.awaitNoneOpen();
        }
    }

    @Test
    void shouldKeepEveryByteInOrderWhilePrioritiesAndLoopsChange() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(2);
        List<EventLoop> loops = Loops.of(group);
        try (Loopback server = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new Echo()))) {
            List<Socket> clients = connect(server, IoPriority.NORMAL, 4);
            List<CheckedStream> streams = new ArrayList<>();
            for (Socket client : clients) {
                streams.add(new CheckedStream(client));
            }
            IoPriority[] all = IoPriority.values();
            for (int round = 0; round < 150; round++) {
                int i = 0;
                for (Channel ch : server.accepted()) {
                    prioritize(ch, all[(round * 7 + i++ * 5) % 3]);
                    if (round % 3 == 0) {
                        LoopMigration.migrate(ch, loops.get((round + i) & 1));
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2)); // clock: bytes flow meanwhile
            }
            for (CheckedStream stream : streams) {
                stream.awaitProgress("in the end");
                stream.finish();
            }
            for (Socket client : clients) {
                client.close();
            }
            server.awaitNoneOpen();
        }
    }

    @Test
    void shouldRunTasksInTheOrderOfPriorities() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        EventLoop loop = group.next();
        CountDownLatch goOn = Loops.block(loop);
        Queue<IoPriority> order = new ConcurrentLinkedQueue<>();
        for (IoPriority priority : List.of(IoPriority.LOW, IoPriority.NORMAL, IoPriority.HIGH)) {
            for (int i = 0; i < 5; i++) {
                PriorityTasks.execute(loop, priority, () -> order.add(priority));
            }
        }
        goOn.countDown();
        Await.until("all have run", () -> order.size() == 15);
        List<IoPriority> list = List.copyOf(order);
        assertThat(list.subList(0, 5)).containsOnly(IoPriority.HIGH);
        assertThat(list.subList(5, 10)).containsOnly(IoPriority.NORMAL);
        assertThat(list.subList(10, 15)).containsOnly(IoPriority.LOW);
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldRunLowTasksBesideUsualOnesWithoutEndAndUponTheEnd() throws Exception {
        IoUringEventLoopGroup group = Mode.selected().newGroup(1);
        EventLoop loop = group.next();
        AtomicInteger ran = new AtomicInteger();
        Runnable[] endless = new Runnable[1];
        endless[0] = () -> {
            if (!loop.isShuttingDown()) {
                loop.schedule(endless[0], 0, TimeUnit.NANOSECONDS);
            }
        };
        loop.execute(endless[0]);
        for (int i = 0; i < 100; i++) {
            PriorityTasks.execute(loop, IoPriority.LOW, ran::incrementAndGet);
        }
        Await.until("low ones run", () -> ran.get() == 100);
        loop.execute(() -> {
            for (int i = 0; i < 1000; i++) {
                PriorityTasks.execute(loop, i % 2 == 0 ? IoPriority.LOW : IoPriority.HIGH, ran::incrementAndGet);
            }
        });
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        assertThat(ran.get()).isEqualTo(1100);
    }
}
