// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.metrics.GroupMetrics;
import org.nettyuring.metrics.LoopMetrics;
import org.nettyuring.metrics.Metric;
import org.nettyuring.metrics.MicrometerMetrics;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** What the loops count adds up with what a client sent, and every view of it shows the same. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class MetricsTest {
    private static final int CLIENTS = 3;
    private static final int ROUND_TRIPS = 50;
    private static final int MESSAGE_BYTES = 1_000;
    private static final long ALL_BYTES = (long) CLIENTS * ROUND_TRIPS * MESSAGE_BYTES;

    private static IoUringEventLoopGroup group(int loops) {
        return new IoUringEventLoopGroup(loops, Mode.selected().config().build());
    }

    private static Loopback echo(IoUringEventLoopGroup group) {
        return Loopback.serve(TransportUnderTest.URING, group, b -> { }, ch -> ch.pipeline().addLast(new Echo()));
    }

    /** Plain clients, so that every byte that the loops count is the server's. */
    private static void talk(Loopback server) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
                byte[] message = new byte[MESSAGE_BYTES];
                for (int j = 0; j < ROUND_TRIPS; j++) {
                    client.getOutputStream().write(message);
                    assertThat(client.getInputStream().readNBytes(MESSAGE_BYTES)).hasSize(MESSAGE_BYTES);
                }
            }
        }
        server.awaitNoneOpen();
    }

    /** A view and a snapshot are compared while loops may still do this and that: until nothing happened between. */
    private static void awaitSame(
            String what, IoUringEventLoopGroup group, BiPredicate<GroupMetrics, LoopMetrics> same) {
        Await.until(what, () -> {
            GroupMetrics before = group.metrics();
            return same.test(before, before.total());
        });
    }

    @Test
    void shouldCountWhatCameAndWent() throws Exception {
        IoUringEventLoopGroup group = group(2);
        try (Loopback server = echo(group)) {
            talk(server);
            Await.until("the last send is counted", () -> group.metrics().total().get(Metric.BYTES_SENT) == ALL_BYTES);
            Await.until("everything is released", () -> group.metrics().total().get(Metric.BUFFERS_LENT) == 0);
            LoopMetrics total = group.metrics().total();
            assertThat(total.get(Metric.BYTES_RECEIVED)).isEqualTo(ALL_BYTES);
            assertThat(total.get(Metric.ACCEPTED)).isEqualTo(CLIENTS);
            long direct = total.get(Metric.DIRECT_SENDS) + total.get(Metric.DIRECT_RECEIVES);
            assertThat(direct + total.get(Metric.SQES)).as("a send each").isGreaterThan(CLIENTS * ROUND_TRIPS);
            assertThat(direct + total.get(Metric.CQES)).as("a completion for each message, and for answers of the ring")
                    .isGreaterThanOrEqualTo(2 * CLIENTS * ROUND_TRIPS);
            assertThat(total.get(Metric.ENTERS)).isPositive();
            assertThat(total.get(Metric.FAILED_TURNS)).isZero();
            assertThat(total.sqesPerEnter()).isEqualTo(
                    (double) total.get(Metric.SQES) / total.get(Metric.ENTERS));
            assertThat(group.metrics().loops()).hasSize(2).extracting(LoopMetrics::thread)
                    .allMatch(name -> name.startsWith("ioUringEventLoopGroup-")).doesNotHaveDuplicates();
            long cancels = total.get(Metric.CANCELS);
            server.server().close().sync();
            Await.until("the cancel of the accept", () -> group.metrics().total().get(Metric.CANCELS) > cancels);
        }
    }

    @Test
    void shouldCountWakeUpsByKind() throws Exception {
        IoUringEventLoopGroup group = group(2);
        try (Loopback server = echo(group)) {
            group.next().schedule(() -> { }, 20, TimeUnit.MILLISECONDS).sync();
            Await.until("a timer", () -> group.metrics().total().get(Metric.TIMERS_EXPIRED) >= 1);
            Await.until("a bell", () -> {
                group.next().submit(() -> { }).syncUninterruptibly();
                return group.metrics().total().get(Metric.BELLS_RECEIVED) >= 1;
            });
            assertThat(group.metrics().total().get(Metric.TIMER_SQES)).isPositive();
            assertThat(group.metrics().total().get(Metric.SLEEPS)).isPositive();
            assertThat(server.server().isActive()).isTrue();
        }
    }

    @Test
    void shouldNeverGoBackInTheEyesOfAnotherThread() throws Exception {
        IoUringEventLoopGroup group = group(2);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        AtomicInteger changes = new AtomicInteger();
        Thread watcher = new Thread(() -> {
            GroupMetrics last = group.metrics();
            while (!done.get() && wrong.get() == null) {
                GroupMetrics now = group.metrics();
                if (now.total().get(Metric.BYTES_RECEIVED) != last.total().get(Metric.BYTES_RECEIVED)) {
                    changes.incrementAndGet();
                }
                wrong.set(firstThatWentBack(last, now));
                last = now;
            }
        }, "watcher");
        try (Loopback server = echo(group)) {
            watcher.start();
            do {
                talk(server);
            } while (changes.get() <= 5 && wrong.get() == null); // it looks when it is its turn
        } finally {
            done.set(true);
            watcher.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(wrong.get()).isNull();
    }

    private static String firstThatWentBack(GroupMetrics last, GroupMetrics now) {
        for (int i = 0; i < last.loops().size(); i++) {
            for (Metric metric : Metric.values()) {
                long before = last.loops().get(i).get(metric);
                long after = now.loops().get(i).get(metric);
                if (metric.kind() == Metric.Kind.COUNTER && after < before) {
                    return metric + " of loop " + i + ": " + before + ", then " + after;
                }
            }
        }
        return null;
    }

    @Test
    void shouldShowTheSameInJmxUntilTheGroupEnds() throws Exception {
        MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
        IoUringEventLoopGroup group = group(2);
        IoUringEventLoopGroup other = group(1);
        ObjectName name = new ObjectName(group.registerMBean());
        ObjectName otherName = new ObjectName(other.registerMBean());
        try (Loopback server = echo(group)) {
            assertThat(group.registerMBean()).as("once").isEqualTo(name.getCanonicalName());
            assertThat(otherName).isNotEqualTo(name);
            talk(server);
            for (Metric metric : Metric.values()) {
                awaitSame("JMX shows " + metric, group, (now, total) ->
                        attribute(jmx, name, metric.attributeName()).equals(total.get(metric)));
            }
            awaitSame("JMX shows a row per loop", group, (now, total) -> {
                CompositeData[] rows = (CompositeData[]) attribute(jmx, name, "Loops");
                return rows.length == 2 && rows[1].get("Cqes").equals(now.loops().get(1).get(Metric.CQES))
                        && rows[1].get("Thread").equals(now.loops().get(1).thread());
            });
            assertThat(attribute(jmx, name, "BytesReceived")).isEqualTo(ALL_BYTES);
            assertThat((double) attribute(jmx, name, "SqesPerEnter")).isPositive();
            assertThat(jmx.getAttributes(name, new String[] {"BytesReceived", "None", "Enters"})).hasSize(2);
        }
        Await.until("unregistered with the group", () -> !jmx.isRegistered(name));
        assertThat(jmx.isRegistered(otherName)).isTrue();
        other.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        Await.until("the other one, too", () -> !jmx.isRegistered(otherName));
    }

    private static Object attribute(MBeanServer jmx, ObjectName name, String attribute) {
        return unchecked(() -> jmx.getAttribute(name, attribute));
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldShowTheSameInMicrometer() throws Exception {
        IoUringEventLoopGroup group = group(2);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Loopback server = echo(group)) {
            new MicrometerMetrics("servers", group.counters()).bindTo(registry);
            assertThat(registry.getMeters()).hasSize(2 * Metric.values().length);
            talk(server);
            for (Metric metric : Metric.values()) {
                awaitSame("Micrometer shows " + metric, group, (now, total) ->
                        meter(registry, metric, 0) == now.loops().get(0).get(metric)
                                && meter(registry, metric, 1) == now.loops().get(1).get(metric));
            }
            Meter bytes = registry.get("nettyuring.loop.bytes.received")
                    .tag("group", "servers").tag("loop", "1").meter();
            assertThat(bytes).isInstanceOf(FunctionCounter.class);
            assertThat(bytes.getId().getBaseUnit()).isEqualTo("bytes");
        }
    }

    private static double meter(SimpleMeterRegistry registry, Metric metric, int loop) {
        Meter meter = registry.get(metric.meterName()).tag("loop", String.valueOf(loop)).meter();
        return meter.measure().iterator().next().getValue();
    }

    @Test
    void shouldCountReceivesThatFoundNoBuffer() throws Exception {
        assumeTrue(Mode.selected() == Mode.DEFAULT, "needs provided buffers");
        int bytes = 64 * 1024;
        IoUringEventLoopGroup group =
                new IoUringEventLoopGroup(1, IoUringIoHandlerConfig.builder().buffers(1, 64).build());
        try (Loopback server = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                ch -> ch.pipeline().addLast(new Discard()));
                Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
            client.getOutputStream().write(new byte[bytes]);
            Await.until("all came", () -> group.metrics().total().get(Metric.BYTES_RECEIVED) == bytes);
            assertThat(group.metrics().total().get(Metric.NO_BUFFERS)).isPositive();
        }
    }

    private static final class Discard extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ReferenceCountUtil.release(msg);
        }
    }
}
