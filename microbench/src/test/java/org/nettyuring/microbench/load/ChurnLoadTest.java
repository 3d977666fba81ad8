// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

class ChurnLoadTest {
    private static final int MESSAGE_BYTES = 64;
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @Test
    void shouldCountAConnectionForEachMessage() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> echo(client))) {
            final Sample result = churn(server);
            assertThat(result.get("errors")).isZero();
            assertThat(result.get("requests")).isPositive().isEqualTo(server.accepted());
        }
    }

    @Test
    void shouldReportAServerThatHangsUp() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> client.getInputStream().readNBytes(1))) {
            final Sample result = churn(server);
            assertThat(result.get("errors")).isPositive();
            assertThat(result.get("requests")).isZero();
        }
    }

    @Test
    void shouldReportWhatIsNotTheMessage() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> {
            client.getInputStream().readNBytes(MESSAGE_BYTES);
            client.getOutputStream().write(new byte[MESSAGE_BYTES]);
            client.getInputStream().read();
        })) {
            final Sample result = churn(server);
            assertThat(result.get("errors")).isPositive();
            assertThat(result.get("requests")).isZero();
        }
    }

    @Test
    void shouldReportAnAnswerThatIsTooLong() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> {
            final byte[] message = client.getInputStream().readNBytes(MESSAGE_BYTES);
            client.getOutputStream().write(Arrays.copyOf(message, MESSAGE_BYTES + 1));
            client.getInputStream().read();
        })) {
            assertThat(churn(server).get("errors")).isPositive();
        }
    }

    @Test
    void shouldBeClosedTwiceWithoutComplaint() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> echo(client))) {
            final Load load = new ChurnLoad(server.address(), Traffic.of("churn", 4, MESSAGE_BYTES));
            load.close();
            load.close();
            assertThat(server.accepted()).isZero();
        }
    }

    private static void echo(Socket client) throws IOException {
        client.getOutputStream().write(client.getInputStream().readNBytes(MESSAGE_BYTES));
        client.getInputStream().read(); // its end
    }

    private static Sample churn(TinyServer server) throws IOException {
        try (Load load = new ChurnLoad(server.address(), Traffic.of("churn", 4, MESSAGE_BYTES))) {
            return load.run(RUN_NS);
        }
    }
}
