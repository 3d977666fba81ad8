// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nettyuring.microbench.run.SampleRows;

class MarkdownOutputTest {
    @Test
    void shouldWriteALinePerRowAndAColumnPerTransport() {
        final BenchRun run = BenchRun.of(Instant.EPOCH, Map.of(), List.of(SampleRows.row("echo-64")));
        assertThat(MarkdownOutput.of(run).lines()).containsExactly(
                "| row | nio | epoll | uring | ours, lowest to highest | rate | saturated |",
                "| --- | --- | --- | --- | --- | --- | --- |",
                "| echo-64, µs/request | – | 200.00 (1.00) | 180.00 (0.90) | 0.90–0.90 | 1.00 | neither |");
    }
}
