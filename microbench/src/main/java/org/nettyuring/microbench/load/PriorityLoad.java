// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

/**
 * One urgent connection that has one message under way, first alone and then beside many that are not urgent and keep
 * the server busy. The latencies are the urgent one's. One thread.
 */
public final class PriorityLoad implements Load {
    /** First byte of a message that is urgent. */
    public static final byte HIGH = 'H';
    /** First byte of a message that is not. */
    public static final byte LOW = 'L';

    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);
    /** Of a run: so much of it the urgent one is alone. */
    private static final int ALONE = 3;

    private final int messageBytes;
    private final Selector selector = Selector.open();
    private final ByteBuffer received;
    private final LoadConnection high;
    private final List<LoadConnection> low = new ArrayList<>();
    private final Tally tally = new Tally();
    private long deadlineNs;
    private long lowAnswers;
    private int outstanding;

    PriorityLoad(SocketAddress server, Traffic traffic) throws IOException {
        messageBytes = traffic.messageBytes();
        received = ByteBuffer.allocateDirect(messageBytes + 1);
        final Connector connector = Connector.plain(server);
        try {
            high = LoadConnection.open(connector, selector, message(HIGH));
            for (int i = 0; i < traffic.connections(); i++) {
                low.add(LoadConnection.open(connector, selector, message(LOW)));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private ByteBuffer message(byte first) {
        return ByteBuffer.allocateDirect(messageBytes).put(0, first);
    }

    /**
     * {@return what the urgent one saw beside the others, with their answers in {@code low_requests}; what it saw
     * alone, in names that begin with {@code alone_}}
     */
    @Override
    public Sample run(long durationNs) throws IOException {
        final Sample alone = phase(durationNs / ALONE, List.of());
        final Sample beside = phase(durationNs - durationNs / ALONE, low);
        return beside.with(new Sample(Map.of(
                "requests", alone.get("requests") + beside.get("requests") + lowAnswers,
                "errors", alone.get("errors") + beside.get("errors"),
                "elapsed_ns", alone.get("elapsed_ns") + beside.get("elapsed_ns"),
                "cpu_ns", alone.get("cpu_ns") + beside.get("cpu_ns"),
                "low_requests", lowAnswers,
                "beside_ns", beside.get("elapsed_ns"),
                "alone_p50_ns", alone.get("p50_ns"),
                "alone_p99_ns", alone.get("p99_ns"))));
    }

    private Sample phase(long durationNs, List<LoadConnection> others) throws IOException {
        tally.begin();
        lowAnswers = 0;
        deadlineNs = System.nanoTime() + durationNs;
        outstanding = 0;
        for (LoadConnection other : others) {
            send(other);
        }
        send(high);
        while (outstanding > 0 && System.nanoTime() - deadlineNs < DRAIN_NS) {
            try {
                selector.select(this::ready, 100);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        if (outstanding > 0) {
            throw new IOException(outstanding + " answers did not come");
        }
        return tally.end();
    }

    private void send(LoadConnection connection) throws IOException {
        outstanding++;
        connection.send(System.nanoTime(), messageBytes);
    }

    private void ready(SelectionKey key) {
        try {
            receive((LoadConnection) key.attachment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(LoadConnection connection) throws IOException {
        received.clear();
        final int bytes = connection.receive(received);
        if (bytes < 0 || bytes > connection.awaitedBytes()) {
            throw new IOException(bytes < 0 ? "the server closed" : "more came back than was sent");
        }
        connection.arrived(bytes);
        if (bytes == 0 || connection.awaitedBytes() > 0) {
            return;
        }
        outstanding--;
        if (connection == high) {
            tally.good(1, System.nanoTime() - connection.sentAtNs());
        } else {
            lowAnswers++;
        }
        if (System.nanoTime() - deadlineNs < 0) {
            send(connection);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.isOpen() ? selector.keys() : List.<SelectionKey>of()) {
            key.channel().close();
        }
        selector.close();
    }
}
