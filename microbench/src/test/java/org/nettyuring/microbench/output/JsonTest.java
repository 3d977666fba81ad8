// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.microbench.run.Outcome;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.SampleRows;
import org.nettyuring.microbench.run.Window;

class JsonTest {
    private static final BenchRun RUN = BenchRun.of(Instant.parse("2026-11-20T13:00:00.5Z"),
            Map.of("rounds", "3"), List.of(SampleRows.row("echo-64"), SampleRows.row("http-64")));

    @TempDir
    Path folder;

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        final Path file = folder.resolve("run.json");
        JsonOutput.write(RUN, file);
        final BenchRun read = JsonInput.read(file);
        assertThat(read.startedAt()).isEqualTo("2026-11-20T13:00:00Z");
        assertThat(read.machine()).isEqualTo(RUN.machine()).containsKeys("cpu_model", "kernel", "jdk");
        assertThat(read.versions()).isEqualTo(RUN.versions()).containsKeys("netty-transport", "nettyuring");
        assertThat(read.settings()).isEqualTo(RUN.settings());
        assertThat(read.rows()).extracting(RowResult::row).containsExactly("echo-64", "http-64");
        final Outcome before = RUN.rows().get(0).outcomes().get(2);
        final Outcome after = read.rows().get(0).outcomes().get(2);
        assertThat(after.kernel()).isEqualTo(before.kernel());
        assertThat(after.windows()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(after.windows().get(i).server().values()).isEqualTo(before.windows().get(i).server().values());
            assertThat(after.windows().get(i).load().values()).isEqualTo(before.windows().get(i).load().values());
            assertThat(after.windows().get(i).conditions()).isEqualTo(before.windows().get(i).conditions());
        }
        assertThat(read.rows().get(1).ratio(after, Window::cpuMicros).median()).isEqualTo(0.9);
    }

    @Test
    void shouldWriteWhatCanBeReadWithoutUs() throws IOException {
        final Path file = folder.resolve("run.json");
        JsonOutput.write(RUN, file);
        final JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(json.get("format").getAsString()).isEqualTo("nettyuring-bench/1");
        final JsonObject row = json.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertThat(row.get("baseline").getAsString()).isEqualTo("epoll");
        final JsonObject nio = row.getAsJsonArray("transports").get(0).getAsJsonObject();
        assertThat(nio.get("unavailable").getAsString()).isEqualTo("no such transport");
        assertThat(nio.get("summary").isJsonNull()).isTrue();
        assertThat(nio.getAsJsonObject("kernel").get("calls_per_unit").isJsonNull()).isTrue();
        final JsonObject uring = row.getAsJsonArray("transports").get(2).getAsJsonObject();
        final JsonObject summary = uring.getAsJsonObject("summary");
        assertThat(summary.get("cpu_us_per_unit").getAsDouble()).isEqualTo(180);
        assertThat(summary.get("cpu_user_us_per_unit").getAsDouble()).isEqualTo(45);
        assertThat(summary.get("sqes_per_unit").getAsDouble()).isEqualTo(1);
        assertThat(summary.getAsJsonObject("cpu_ratio").get("median").getAsDouble()).isEqualTo(0.9);
        assertThat(uring.getAsJsonArray("windows").get(2).getAsJsonObject().getAsJsonObject("server")
                .get("loop_cpu_ns").getAsLong()).isEqualTo(360_000_000);
    }

    @Test
    void shouldPutRunsOfOneMachineTogether() {
        final BenchRun more = BenchRun.of(Instant.EPOCH, Map.of(), List.of(SampleRows.row("echo-1")));
        final BenchRun both = RUN.and(more);
        assertThat(both.startedAt()).isEqualTo(RUN.startedAt());
        assertThat(both.rows()).extracting(RowResult::row).containsExactly("echo-64", "http-64", "echo-1");
        final BenchRun other =
                new BenchRun(more.startedAt(), Map.of("cores", "4096"), more.versions(), Map.of(), more.rows());
        assertThatThrownBy(() -> RUN.and(other)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not belong together");
    }

    @Test
    void shouldRefuseAnotherForm() throws IOException {
        final Path file = folder.resolve("run.json");
        Files.writeString(file, "{\"format\": \"nettyuring-bench/0\"}");
        assertThatThrownBy(() -> JsonInput.read(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("expected: nettyuring-bench/1");
        Files.writeString(file, "{\"format\": \"nettyuring-bench/1\", \"rows\": 7}");
        assertThatThrownBy(() -> JsonInput.read(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("is not of the form");
        Files.writeString(file, "no JSON at all");
        assertThatThrownBy(() -> JsonInput.read(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("is not of the form");
    }
}
