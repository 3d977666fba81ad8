// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.nettyuring.microbench.run.Sample;

/**
 * Keeps one batch of requests outstanding on each of its connections: a closed loop, so a slow server is asked less
 * often. One thread; lets nothing outstanding behind a run.
 */
final class LoadLoop implements AutoCloseable {
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long HIGHEST_LATENCY_NS = TimeUnit.MINUTES.toNanos(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LoadProtocol protocol;
    private final SocketAddress server;
    private final int depth;
    private final ByteBuffer batch;
    private final Selector selector = Selector.open();
    private final ByteBuffer received = ByteBuffer.allocateDirect(256 * 1024);
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Histogram latencies = new Histogram(1, HIGHEST_LATENCY_NS, 3);
    private final int responseLength;

    private long deadlineNs;
    private long requests;
    private long errors;
    private int outstanding;

    /**
     * Connects, and learns from a first request how long a response is.
     *
     * @param depth requests sent at once on a connection before their responses are awaited
     */
    LoadLoop(LoadProtocol protocol, int port, int count, int depth) throws IOException {
        this.protocol = protocol;
        this.depth = depth;
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        batch = batchOf(protocol.request(), depth);
        responseLength = learn();
        for (int i = 0; i < count; i++) {
            connections.add(LoadConnection.open(server, selector, batch));
        }
    }

    /** {@return counts, times in ns and latency percentiles of whole batches in ns} */
    Sample run(long durationNs) throws IOException {
        latencies.reset();
        requests = 0;
        errors = 0;
        final long cpuNs = THREADS.getCurrentThreadCpuTime();
        final long startNs = System.nanoTime();
        deadlineNs = startNs + durationNs;
        for (int i = 0; i < connections.size(); i++) {
            begin(i);
        }
        while (outstanding > 0 && System.nanoTime() - deadlineNs < DRAIN_NS) {
            try {
                selector.select(this::ready, 100);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        final long elapsedNs = System.nanoTime() - startNs;
        abandonStuck();
        return result(elapsedNs, THREADS.getCurrentThreadCpuTime() - cpuNs);
    }

    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }

    private static ByteBuffer batchOf(byte[] request, int depth) {
        final ByteBuffer batch = ByteBuffer.allocateDirect(request.length * depth);
        for (int i = 0; i < depth; i++) {
            batch.put(request);
        }
        return batch.flip();
    }

    private int learn() throws IOException {
        try (SocketChannel channel = SocketChannel.open(server)) {
            channel.write(ByteBuffer.wrap(protocol.request()));
            int length = 0;
            received.clear();
            while (length == 0 || received.position() < length) {
                if (channel.read(received) < 0) {
                    throw new IOException("the server closed after " + received.position() + " bytes of a response");
                }
                length = protocol.responseLength(received.duplicate().flip());
            }
            if (received.position() > length) {
                throw new IOException("a response of " + length + " bytes came with " + received.position());
            }
            return length;
        }
    }

    private void begin(int index) throws IOException {
        if (!connections.get(index).isOpen()) {
            connections.set(index, LoadConnection.open(server, selector, batch));
        }
        final LoadConnection connection = connections.get(index);
        outstanding++;
        try {
            connection.send(System.nanoTime(), (long) depth * responseLength);
        } catch (IOException e) {
            fail(connection);
        }
    }

    private void ready(SelectionKey key) {
        final LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isReadable()) {
                receive(connection);
            }
            if (key.isValid() && key.isWritable()) {
                connection.sendRest();
            }
        } catch (IOException e) {
            fail(connection);
        }
    }

    private void receive(LoadConnection connection) throws IOException {
        received.clear();
        final int bytes = connection.receive(received);
        received.flip();
        if (bytes < 0 || bytes > connection.awaitedBytes() || !looksGood(connection, bytes)) {
            fail(connection);
            return;
        }
        connection.arrived(bytes);
        if (bytes == 0 || connection.awaitedBytes() > 0) {
            return;
        }
        final long nowNs = System.nanoTime();
        latencies.recordValue(Math.min(nowNs - connection.sentAtNs(), HIGHEST_LATENCY_NS));
        requests += depth;
        if (nowNs - deadlineNs < 0) {
            connection.send(nowNs, (long) depth * responseLength);
        } else {
            outstanding--;
        }
    }

    /** Looks at the beginning of each response that begins in these bytes. */
    private boolean looksGood(LoadConnection connection, int bytes) {
        for (long next = connection.awaitedBytes() % responseLength; next < bytes; next += responseLength) {
            if (!protocol.looksGood(received, (int) next)) {
                return false;
            }
        }
        return true;
    }

    private void fail(LoadConnection connection) {
        errors++;
        if (connection.awaitedBytes() > 0) {
            outstanding--;
        }
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void abandonStuck() {
        for (LoadConnection connection : connections) {
            if (connection.isOpen() && connection.awaitedBytes() > 0) {
                fail(connection);
            }
        }
    }

    private Sample result(long elapsedNs, long cpuNs) {
        final Map<String, Long> values = new LinkedHashMap<>();
        values.put("requests", requests);
        values.put("errors", errors);
        values.put("elapsed_ns", elapsedNs);
        values.put("cpu_ns", cpuNs);
        values.put("p50_ns", latencies.getValueAtPercentile(50));
        values.put("p90_ns", latencies.getValueAtPercentile(90));
        values.put("p99_ns", latencies.getValueAtPercentile(99));
        values.put("p999_ns", latencies.getValueAtPercentile(99.9));
        values.put("max_ns", latencies.getMaxValue());
        return new Sample(values);
    }
}
