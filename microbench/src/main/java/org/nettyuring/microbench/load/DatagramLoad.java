// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nettyuring.microbench.run.Row.Traffic;
import org.nettyuring.microbench.run.Sample;

/**
 * Keeps one datagram on its way on each of its sockets. Each carries a number, so that none is taken for another; one
 * that does not come back in time is an error and the next one follows it. One thread.
 */
final class DatagramLoad implements Load {
    private static final long LOST_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer message;
    private final ByteBuffer received;
    private final Tally tally = new Tally();
    private long nextNumber;
    private long deadlineNs;
    private int outstanding;

    private static final class Client {
        private final DatagramChannel socket;
        private long number = -1;
        private long sentAtNs;

        private Client(DatagramChannel socket) {
            this.socket = socket;
        }
    }

    DatagramLoad(SocketAddress server, Traffic traffic) throws IOException {
        message = ByteBuffer.allocateDirect(traffic.messageBytes());
        received = ByteBuffer.allocateDirect(traffic.messageBytes() + 1);
        for (int i = 0; i < traffic.connections(); i++) {
            final DatagramChannel socket = DatagramChannel.open().connect(server);
            final Client client = new Client(socket);
            clients.add(client);
            socket.configureBlocking(false).register(selector, SelectionKey.OP_READ, client);
        }
    }

    @Override
    public Sample run(long durationNs) throws IOException {
        tally.begin();
        deadlineNs = System.nanoTime() + durationNs;
        for (Client client : clients) {
            send(client, System.nanoTime());
        }
        while (outstanding > 0) {
            try {
                if (selector.select(this::ready, 100) == 0) {
                    sendAgain();
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return tally.end();
    }

    private void send(Client client, long nowNs) throws IOException {
        client.number = nextNumber++;
        client.sentAtNs = nowNs;
        outstanding++;
        message.clear().putLong(0, client.number);
        if (client.socket.write(message) != message.capacity()) {
            throw new IOException("a datagram of " + message.capacity() + " bytes was not sent");
        }
    }

    private void ready(SelectionKey key) {
        try {
            receive((Client) key.attachment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(Client client) throws IOException {
        received.clear();
        final int bytes = client.socket.read(received);
        if (bytes == 0 || bytes >= Long.BYTES && received.getLong(0) < client.number) {
            return; // one that was given up
        }
        final long nowNs = System.nanoTime();
        if (client.number < 0 || bytes != message.capacity() || received.getLong(0) != client.number) {
            tally.error("a bad datagram of " + bytes + " bytes");
            return;
        }
        tally.good(1, nowNs - client.sentAtNs);
        next(client, nowNs);
    }

    private void next(Client client, long nowNs) throws IOException {
        outstanding--;
        client.number = -1;
        if (nowNs - deadlineNs < 0) {
            send(client, nowNs);
        }
    }

    private void sendAgain() throws IOException {
        final long nowNs = System.nanoTime();
        for (Client client : clients) {
            if (client.number >= 0 && nowNs - client.sentAtNs > LOST_AFTER_NS) {
                tally.error("datagram " + client.number + " did not come back");
                next(client, nowNs);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.socket.close();
        }
        selector.close();
    }
}
