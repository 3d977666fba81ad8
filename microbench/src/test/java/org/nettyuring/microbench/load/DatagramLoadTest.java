// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

class DatagramLoadTest {
    private static final int MESSAGE_BYTES = 64;
    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DatagramSocket server;

    DatagramLoadTest() throws IOException {
        server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldCountEveryDatagramThatComesBack() throws IOException {
        echo(packet -> true);
        final Sample result = load();
        assertThat(result.get("errors")).isZero();
        assertThat(result.get("requests")).isPositive();
    }

    @Test
    void shouldReportADatagramThatIsLostAndGoOn() throws IOException {
        final AtomicBoolean lost = new AtomicBoolean();
        echo(packet -> lost.getAndSet(true));
        final Sample result = load();
        assertThat(result.get("errors")).isEqualTo(1);
        assertThat(result.get("requests")).isPositive();
    }

    @Test
    void shouldReportDatagramsThatAreCutOff() throws IOException {
        echo(packet -> {
            packet.setLength(MESSAGE_BYTES - 1);
            return true;
        });
        final Sample result = load();
        assertThat(result.get("errors")).isPositive();
        assertThat(result.get("requests")).isZero();
    }

    /** Sends back what the test lets through. */
    private void echo(Predicate<DatagramPacket> through) {
        final Thread thread = new Thread(() -> {
            try {
                while (true) {
                    final DatagramPacket packet = new DatagramPacket(new byte[2 * MESSAGE_BYTES], 2 * MESSAGE_BYTES);
                    server.receive(packet);
                    if (through.test(packet)) {
                        server.send(packet);
                    }
                }
            } catch (IOException e) {
                assertThat(server.isClosed()).as("the test is over").isTrue();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private Sample load() throws IOException {
        try (Load load = new DatagramLoad(server.getLocalSocketAddress(), Traffic.of("udp", 4, MESSAGE_BYTES))) {
            return load.run(RUN_NS);
        }
    }
}
