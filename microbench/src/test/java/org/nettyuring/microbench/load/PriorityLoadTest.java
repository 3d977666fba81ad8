// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

class PriorityLoadTest {
    private static final int MESSAGE_BYTES = 64;
    private static final Traffic TRAFFIC = Traffic.of("priorities", 4, MESSAGE_BYTES);
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @Test
    void shouldTellWhatTheUrgentOneSawAloneFromWhatItSawBesideOthers() throws IOException {
        final AtomicLong high = new AtomicLong();
        final AtomicLong low = new AtomicLong();
        try (TinyServer server = new TinyServer((client, number) -> {
            for (byte[] message = client.getInputStream().readNBytes(MESSAGE_BYTES); message.length > 0;
                    message = client.getInputStream().readNBytes(MESSAGE_BYTES)) {
                (message[0] == PriorityLoad.HIGH ? high : low).incrementAndGet();
                client.getOutputStream().write(message);
            }
        }); Load load = new PriorityLoad(server.address(), TRAFFIC)) {
            final Sample result = load.run(RUN_NS);
            assertThat(result.get("errors")).isZero();
            assertThat(result.get("requests")).isEqualTo(high.get() + low.get());
            assertThat(result.get("low_requests")).isPositive().isEqualTo(low.get());
            assertThat(result.get("alone_p99_ns")).isPositive().isGreaterThanOrEqualTo(result.get("alone_p50_ns"));
            assertThat(result.get("beside_ns")).isLessThan(result.get("elapsed_ns"));
        }
    }

    @Test
    void shouldFailWithAServerThatHangsUp() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> client.getInputStream().readNBytes(1));
                Load load = new PriorityLoad(server.address(), TRAFFIC)) {
            assertThatThrownBy(() -> load.run(RUN_NS)).isInstanceOf(IOException.class);
        }
    }
}
