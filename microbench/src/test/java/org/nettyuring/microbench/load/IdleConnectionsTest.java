// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
    private static final int MESSAGE_BYTES = 64;
    private static final int COUNT = 20;

    @Test
    void shouldUseEachConnectionOnceAndKeepItOpen() throws IOException, InterruptedException {
        final CountDownLatch used = new CountDownLatch(COUNT);
        final CountDownLatch closed = new CountDownLatch(COUNT);
        try (TinyServer server = new TinyServer((client, number) -> {
            echoOnce(client);
            used.countDown();
            assertThat(client.getInputStream().read()).as("left alone until its end").isEqualTo(-1);
            closed.countDown();
        })) {
            try (IdleConnections idle = open(server)) {
                assertThat(used.await(5, TimeUnit.SECONDS)).isTrue();
                assertThat(idle.count()).isEqualTo(COUNT);
                assertThat(closed.getCount()).isEqualTo(COUNT);
            }
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldSayWhichConnectionFailed() throws IOException {
        try (TinyServer server = new TinyServer((client, number) -> {
            if (number < 3) {
                echoOnce(client);
                client.getInputStream().read();
            }
        })) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOf(IOException.class).hasMessageContaining("idle connection 4 of 20");
        }
    }

    private static void echoOnce(Socket client) throws IOException {
        client.getOutputStream().write(client.getInputStream().readNBytes(MESSAGE_BYTES));
    }

    private static IdleConnections open(TinyServer server) throws IOException {
        return IdleConnections.open(
                Connector.plain(server.address()), COUNT, new EchoProtocol(MESSAGE_BYTES), MESSAGE_BYTES);
    }
}
