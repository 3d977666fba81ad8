// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

/** A client that cannot see a bad server would praise it. */
class LoadLoopTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String BAD = "HTTP/1.1 500 Oh no.\r\nContent-Length: 1\r\n\r\n!";
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int REQUEST_BYTES = new HttpProtocol("/").request().length;

    private final ServerSocket server;

    LoadLoopTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void shouldCountEveryAnswerOfAGoodServer() throws IOException {
        serve(GOOD, GOOD);
        final Sample result = load(4, 1);
        assertThat(result.get("errors")).isZero();
        assertThat(result.get("requests")).isPositive();
        assertThat(result.get("p50_ns")).isBetween(1L, result.get("max_ns"));
    }

    @Test
    void shouldCountEachRequestOfAPipelinedBatch() throws IOException {
        serve(GOOD, GOOD);
        final Sample result = load(2, 16);
        assertThat(result.get("errors")).isZero();
        assertThat(result.get("requests")).isPositive();
        assertThat(result.get("requests") % 16).isZero();
    }

    @Test
    void shouldReportAServerThatBeginsToFail() throws IOException {
        assertThat(BAD).hasSameSizeAs(GOOD);
        serve(GOOD, BAD);
        assertThat(load(3, 1)).satisfies(result -> {
            assertThat(result.get("errors")).isEqualTo(3);
            assertThat(result.get("requests")).isZero();
        });
    }

    @Test
    void shouldReportAnAnswerThatIsTooLong() throws IOException {
        serve(GOOD, GOOD + "!");
        assertThat(load(2, 1).get("errors")).isEqualTo(2);
    }

    @Test
    void shouldReportAServerThatHangsUp() throws IOException {
        serve(GOOD, "");
        assertThat(load(2, 1).get("errors")).isEqualTo(2);
    }

    @Test
    void shouldNotEvenBeginWithAServerThatRefuses() {
        serve(BAD, BAD);
        assertThatThrownBy(() -> load(1, 1)).hasMessageContaining("HTTP/1.1 500 Oh no.");
    }

    private Sample load(int connections, int depth) throws IOException {
        try (Load loop = new LoadLoop(new HttpProtocol("/"),
                Connector.plain(server.getLocalSocketAddress()), Traffic.of("http", connections, 0).pipelined(depth))) {
            return loop.run(RUN_NS);
        }
    }

    /** Answers the first connection's requests with one text and the other connections' with another; "" hangs up. */
    private void serve(String first, String later) {
        final Thread acceptor = new Thread(() -> {
            String answer = first;
            try {
                while (true) {
                    final Socket client = server.accept();
                    final String mine = answer;
                    answer = later;
                    final Thread worker = new Thread(() -> answer(client, mine));
                    worker.setDaemon(true);
                    worker.start();
                }
            } catch (IOException e) {
                assertThat(server.isClosed()).as("the test is over").isTrue();
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private static void answer(Socket client, String answer) {
        try (client) {
            final InputStream in = client.getInputStream();
            while (in.readNBytes(REQUEST_BYTES).length == REQUEST_BYTES && !answer.isEmpty()) {
                client.getOutputStream().write(answer.getBytes(US_ASCII));
            }
        } catch (IOException e) {
            // The client closed first: its verdict is what the test looks at.
            return;
        }
    }
}
