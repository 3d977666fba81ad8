// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

/**
 * Keeps one batch of requests outstanding on each of its connections: a closed loop, so a slow server is asked less
 * often. One thread; lets nothing outstanding behind a run.
 */
final class LoadLoop implements Load {
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);

    private final LoadProtocol protocol;
    private final Connector connector;
    private final int depth;
    private final ByteBuffer batch;
    private final Selector selector = Selector.open();
    private final ByteBuffer received = ByteBuffer.allocateDirect(1024 * 1024);
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Tally tally = new Tally();
    private IdleConnections idle = IdleConnections.NONE;
    private int responseLength;

    private long deadlineNs;
    private int outstanding;

    /**
     * Connects, and learns from a first request how long a response is.
     *
     * @param traffic how many connections, and how many requests are sent at once on each before their responses are
     *     awaited
     */
    LoadLoop(LoadProtocol protocol, Connector connector, Traffic traffic) throws IOException {
        this.protocol = protocol;
        this.connector = connector;
        depth = traffic.depth();
        batch = batchOf(protocol.request(), depth);
        try {
            responseLength = learn();
            idle = IdleConnections.open(connector, traffic.idle(), protocol, responseLength);
            for (int i = 0; i < traffic.connections(); i++) {
                connections.add(LoadConnection.open(connector, selector, batch));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** {@return counts, times in ns and latency percentiles of whole batches in ns} */
    @Override
    public Sample run(long durationNs) throws IOException {
        tally.begin();
        deadlineNs = System.nanoTime() + durationNs;
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
        abandonStuck();
        return tally.end();
    }

    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
        idle.close();
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
        try (SocketChannel socket = connector.connect()) {
            final ByteChannel channel = connector.bytes(socket);
            channel.write(ByteBuffer.wrap(protocol.request()));
            int length = 0;
            long bytes = 0;
            received.clear();
            while (length == 0 || bytes < length) {
                final int more = channel.read(received);
                if (more < 0) {
                    throw new IOException("the server closed after " + bytes + " bytes of a response");
                }
                bytes += more;
                if (length == 0) {
                    length = protocol.responseLength(received.duplicate().flip());
                } else {
                    received.clear(); // what is behind the head need not be kept
                }
            }
            if (bytes > length) {
                throw new IOException("a response of " + length + " bytes came with " + bytes);
            }
            return length;
        }
    }

    private void begin(int index) throws IOException {
        if (!connections.get(index).isOpen()) {
            connections.set(index, LoadConnection.open(connector, selector, batch));
        }
        final LoadConnection connection = connections.get(index);
        outstanding++;
        try {
            connection.send(System.nanoTime(), (long) depth * responseLength);
        } catch (IOException e) {
            fail(connection, e.toString());
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
            fail(connection, e.toString());
        }
    }

    private void receive(LoadConnection connection) throws IOException {
        received.clear();
        final int bytes = connection.receive(received);
        received.flip();
        if (bytes < 0 || bytes > connection.awaitedBytes() || !looksGood(connection, bytes)) {
            fail(connection, bytes < 0 ? "the server closed" : "a bad response; " + bytes + " bytes of "
                    + connection.awaitedBytes() + " that were awaited");
            return;
        }
        connection.arrived(bytes);
        if (bytes == 0 || connection.awaitedBytes() > 0) {
            return;
        }
        final long nowNs = System.nanoTime();
        tally.good(depth, nowNs - connection.sentAtNs());
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

    private void fail(LoadConnection connection, String reason) {
        tally.error(reason);
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
                fail(connection, "no response for 5 s");
            }
        }
    }
}
