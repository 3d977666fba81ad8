// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

class EchoBackendTest {
    @ParameterizedTest
    @ValueSource(ints = {64, 16 * 1024, 4 * 1024 * 1024})
    void shouldSendBackMessagesOfAnyLength(int messageBytes) throws IOException {
        try (EchoBackend backend = EchoBackend.start()) {
            final InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port());
            try (Load load = Loads.open(address, Traffic.of("echo", 3, messageBytes))) {
                final Sample result = load.run(TimeUnit.MILLISECONDS.toNanos(100));
                assertThat(result.get("errors")).isZero();
                assertThat(result.get("requests")).isPositive();
            }
        }
    }
}
