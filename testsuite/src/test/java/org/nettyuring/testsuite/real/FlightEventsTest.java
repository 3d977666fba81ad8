// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.metrics.FlightEvents;
import org.nettyuring.metrics.LoopMetrics;
import org.nettyuring.metrics.Metric;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** What a flight recording shows of the loops, if it is asked to. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class FlightEventsTest {
    private static final String STATISTICS = "nettyuring.LoopStatistics";
    private static final String SHORTAGE = "nettyuring.BufferShortage";
    private static final String SLOW_CLOSE = "nettyuring.SlowClose";

    @TempDir
    private Path directory;

    @Test
    void shouldRecordStatisticsAndRareEvents() throws Exception {
        assumeTrue(Mode.selected() == Mode.DEFAULT, "needs provided buffers; nothing else differs");
        int bytes = 16 * 1024;
        IoUringEventLoopGroup group =
                new IoUringEventLoopGroup(1, IoUringIoHandlerConfig.builder().buffers(1, 64).build());
        LoopMetrics end;
        try (Recording recording = new Recording();
                Loopback server = Loopback.serve(TransportUnderTest.URING, group, b -> { },
                        ch -> ch.pipeline().addLast(new Discard()))) {
            recording.enable(STATISTICS).withPeriod(Duration.ofMillis(50));
            recording.enable(SHORTAGE);
            recording.enable(SLOW_CLOSE);
            recording.start();
            try (Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
                client.getOutputStream().write(new byte[bytes]);
                Await.until("all came", () -> group.metrics().total().get(Metric.BYTES_RECEIVED) == bytes);
            }
            server.awaitNoneOpen();
            FlightEvents.slowClose("a channel", 5_000, "RECV of it");
            end = group.metrics().loops().get(0);
            Thread.sleep(300); // clock: some periods of the event
            recording.stop();
            recording.dump(directory.resolve("on.jfr"));
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(directory.resolve("on.jfr"));
        RecordedEvent statistics = events.stream()
                .filter(event -> event.getEventType().getName().equals(STATISTICS)
                        && event.getString("loop").equals(end.thread()))
                .reduce((first, second) -> second).orElseThrow();
        assertThat(statistics.getEventType().getCategoryNames()).containsExactly("Netty", "io_uring");
        for (Metric metric : Metric.values()) {
            assertThat(statistics.getLong(metric.fieldName())).as("%s", metric)
                    .isGreaterThanOrEqualTo(end.get(metric));
        }
        assertThat(statistics.getLong("bytesReceived")).isEqualTo(bytes);
        assertThat(statistics.getLong("noBuffers")).isPositive().isEqualTo(count(events, SHORTAGE));
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals(SLOW_CLOSE)).singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("channel")).isEqualTo("a channel");
                    assertThat(event.getDuration("waited")).isEqualTo(Duration.ofSeconds(5));
                    assertThat(event.getString("inFlight")).isEqualTo("RECV of it");
                });
    }

    private static long count(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals(name)).count();
    }

    @Test
    void shouldBeOffUnlessARecordingAsksForIt() throws Exception {
        IoUringEventLoopGroup group = new IoUringEventLoopGroup(1, Mode.selected().config().build());
        try (Recording recording = new Recording()) {
            recording.start();
            group.submit(() -> FlightEvents.slowClose("a channel", 1, "nothing")).sync();
            assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
                    .filteredOn(type -> type.getName().startsWith("nettyuring.")).isNotEmpty()
                    .noneMatch(type -> type.isEnabled());
        } finally {
            group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
    }

    /** JFR's event classes, JMX and Micrometer: who does not use them does not load them. */
    @Test
    void shouldLoadNoneOfTheViewsUntilOneIsAskedFor() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto", "-Xlog:class+load", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName())
                .redirectErrorStream(true).redirectOutput(directory.resolve("classes").toFile()).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String loaded = Files.readString(directory.resolve("classes"), StandardCharsets.UTF_8);
        assertThat(loaded).contains("org.nettyuring.metrics.LoopMetrics ")
                .contains("org.nettyuring.metrics.FlightEvents ")
                .doesNotContain("org.nettyuring.metrics.BufferShortageEvent ")
                .doesNotContain("org.nettyuring.metrics.SlowCloseEvent ")
                .doesNotContain("jdk.jfr.internal.MetadataRepository ")
                .doesNotContain("org.nettyuring.metrics.MetricsMBean ")
                .doesNotContain("javax.management.MBeanServer ")
                .doesNotContain("io.micrometer.");
    }

    private static final class Discard extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ReferenceCountUtil.release(msg);
        }
    }

    /** A group that works, counts and ends. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws Exception {
            IoUringEventLoopGroup group = new IoUringEventLoopGroup(1);
            group.submit(() -> { }).sync();
            System.out.println(group.metrics());
            group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
    }
}
