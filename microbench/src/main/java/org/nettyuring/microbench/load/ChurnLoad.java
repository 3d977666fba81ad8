// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

/**
 * Connects, sends one message, reads it back, closes, and does that again, so many at a time. What it counts are
 * connections, from the call of connect to the last byte. One thread.
 */
final class ChurnLoad implements Load {
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);

    private final Connector connector;
    private final LoadProtocol protocol;
    private final int concurrent;
    private final int messageBytes;
    private final Selector selector = Selector.open();
    private final ByteBuffer received;
    private final Tally tally = new Tally();
    private long deadlineNs;
    private int open;

    /** One connection, from its first to its last system call. */
    private static final class Visit {
        private final SocketChannel socket;
        private final ByteBuffer request;
        private final long startNs = System.nanoTime();
        private int receivedBytes;

        private Visit(SocketChannel socket, ByteBuffer request) {
            this.socket = socket;
            this.request = request;
        }
    }

    ChurnLoad(SocketAddress server, Traffic traffic) throws IOException {
        connector = Connector.plain(server);
        concurrent = traffic.connections();
        messageBytes = traffic.messageBytes();
        protocol = new EchoProtocol(messageBytes);
        received = ByteBuffer.allocateDirect(messageBytes + 1);
    }

    @Override
    public Sample run(long durationNs) throws IOException {
        tally.begin();
        deadlineNs = System.nanoTime() + durationNs;
        for (int i = 0; i < concurrent; i++) {
            visit();
        }
        while (open > 0 && System.nanoTime() - deadlineNs < DRAIN_NS) {
            try {
                selector.select(this::ready, 100);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                tally.error("no answer for 5 s");
                key.channel().close();
            }
        }
        open = 0;
        selector.selectNow(); // lets go of the last sockets
        return tally.end();
    }

    private void visit() throws IOException {
        final SocketChannel socket = connector.begin();
        final Visit visit = new Visit(socket, ByteBuffer.wrap(protocol.request()));
        open++;
        final boolean connected = socket.isConnected();
        socket.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, visit);
        if (connected) {
            socket.write(visit.request);
        }
    }

    private void ready(SelectionKey key) {
        final Visit visit = (Visit) key.attachment();
        try {
            try {
                if (key.isConnectable() && visit.socket.finishConnect()) {
                    visit.socket.write(visit.request);
                    key.interestOps(SelectionKey.OP_READ);
                } else if (key.isReadable()) {
                    receive(visit);
                }
            } catch (IOException e) {
                tally.error(e.toString());
                leave(visit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(Visit visit) throws IOException {
        received.clear();
        final int bytes = visit.socket.read(received);
        final boolean good = bytes > 0 && (visit.receivedBytes > 0 || protocol.looksGood(received.flip(), 0));
        visit.receivedBytes += Math.max(0, bytes);
        if (!good || visit.receivedBytes > messageBytes) {
            tally.error(bytes < 0 ? "the server closed" : "a bad answer of " + visit.receivedBytes + " bytes");
            leave(visit);
        } else if (visit.receivedBytes == messageBytes) {
            tally.good(1, System.nanoTime() - visit.startNs);
            leave(visit);
        }
    }

    private void leave(Visit visit) throws IOException {
        visit.socket.close();
        open--;
        if (System.nanoTime() - deadlineNs < 0) {
            visit();
        }
    }

    @Override
    public void close() throws IOException {
        if (!selector.isOpen()) {
            return;
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close(); // a run that failed left some
        }
        selector.close();
    }
}
