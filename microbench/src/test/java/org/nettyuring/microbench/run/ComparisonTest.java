// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.microbench.run.Comparison.Schedule;
import org.nettyuring.microbench.run.Row.Traffic;

/** Real processes for moments; NIO, so that any kernel will do. */
class ComparisonTest {
    private static final Schedule SHORT = new Schedule(100, 1, 100);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));

    @Test
    void shouldMeasureOneServerAndSayWhyAnotherIsNone() throws IOException, InterruptedException {
        final Row row = new Row("unix", "", "message", "unix-echo", Traffic.of("echo", 2, 64));
        final RowResult result = run(row, "nio", "epoll-recvmmsg");
        assertThat(result.isClean()).isTrue();
        assertThat(result.ran()).extracting(Outcome::transport).containsExactly("nio");
        assertThat(result.outcomes().get(0).windows()).singleElement()
                .satisfies(window -> assertThat(window.requests()).isPositive());
        assertThat(result.outcomes().get(1).unavailable()).contains("datagrams only");
    }

    /** Where there is no C compiler, or no io_uring, the floor says so; then there is nothing to test. */
    @ParameterizedTest
    @CsvSource({"echo, echo, 64", "http, http, 0", "unix-echo, echo, 64", "udp-echo, udp, 1200",
        "upload, upload, 65536", "download, download, 1048576"})
    void shouldMeasureTheFloor(String service, String client, int bytes) throws IOException, InterruptedException {
        final Row row = new Row("floor", "", "unit", service, Traffic.of(client, 1, bytes));
        final RowResult result = run(row, FloorServer.NAME);
        final String unavailable = result.outcomes().get(0).unavailable();
        assumeTrue(unavailable == null || unavailable.startsWith(Outcome.BROKE), unavailable);
        assertThat(unavailable).isNull();
        assertThat(result.outcomes().get(0).windows()).singleElement()
                .satisfies(window -> assertThat(window.requests()).isPositive());
    }

    @Test
    void shouldMeasureTasksInsideTheServer() throws IOException, InterruptedException {
        final RowResult result = run(Rows.matching(List.of("tasks-ping-pong")).get(0), "nio");
        assertThat(result.isClean()).isTrue();
        assertThat(result.outcomes().get(0).windows()).singleElement()
                .satisfies(window -> assertThat(window.requests()).isPositive());
    }

    @Test
    void shouldMeasureWhatIdleConnectionsCost() throws IOException, InterruptedException {
        final Row row = new Row("idle", "", "message", "echo", Traffic.of("echo", 1, 64).besideIdle(100));
        final Sample server = run(row, "nio").outcomes().get(0).windows().get(0).server();
        assertThat(server.get("idle_heap_bytes")).isBetween(100L, 20_000L);
        assertThat(server.has("idle_resident_bytes")).isTrue();
    }

    @Test
    void shouldReportAServerThatSpeaksAnotherProtocolAndLeaveNothingBehind() throws IOException, InterruptedException {
        final int before = ScratchDirectory.count();
        final Row row = new Row("wrong", "", "request", "echo", Traffic.of("http", 1, 0));
        final RowResult result = run(row, "nio");
        assertThat(result.isClean()).isFalse();
        assertThat(result.outcomes().get(0).unavailable()).startsWith("FAILED").contains("not a 200");
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("nio FAILED");
        assertThat(ScratchDirectory.count()).isEqualTo(before);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    private RowResult run(Row row, String... transports) throws IOException, InterruptedException {
        try (Comparison comparison = Comparison.start(
                Stream.of(transports).map(Variant::parse).toList(), row, progress)) {
            comparison.run(SHORT);
            return comparison.result();
        }
    }
}
