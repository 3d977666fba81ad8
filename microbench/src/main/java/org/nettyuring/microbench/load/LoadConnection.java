// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a load client: it has nothing or one batch of requests outstanding. One thread. */
final class LoadConnection {
    private final SocketChannel socket;
    private final ByteChannel bytes;
    private final SelectionKey key;
    private final ByteBuffer unsent;
    /** Bytes of the outstanding batch's responses that are still to come. */
    private long awaitedBytes;
    private long sentAtNs;

    private LoadConnection(SocketChannel socket, ByteChannel bytes, SelectionKey key, ByteBuffer batch) {
        this.socket = socket;
        this.bytes = bytes;
        this.key = key;
        this.unsent = batch.duplicate();
    }

    /** Connects, waiting for it; {@code batch} is what one {@link #send} sends and is shared, not changed. */
    static LoadConnection open(Connector connector, Selector selector, ByteBuffer batch) throws IOException {
        final SocketChannel socket = connector.connect();
        final ByteChannel bytes = connector.bytes(socket);
        socket.configureBlocking(false);
        final SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
        final LoadConnection connection = new LoadConnection(socket, bytes, key, batch);
        key.attach(connection);
        return connection;
    }

    /** Sends one batch whose responses are {@code responseBytes} together. */
    void send(long nowNs, long responseBytes) throws IOException {
        unsent.clear();
        awaitedBytes = responseBytes;
        sentAtNs = nowNs;
        sendRest();
    }

    /** Sends what the socket did not take before. */
    void sendRest() throws IOException {
        bytes.write(unsent);
        final int interest = SelectionKey.OP_READ | (unsent.hasRemaining() ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** {@return as {@link ByteChannel#read(ByteBuffer)}} */
    int receive(ByteBuffer buffer) throws IOException {
        return bytes.read(buffer);
    }

    /** Takes received bytes off the outstanding batch. */
    void arrived(long bytes) {
        awaitedBytes -= bytes;
    }

    /** {@return bytes of responses still to come; below 0 if the server sent more than was asked for} */
    long awaitedBytes() {
        return awaitedBytes;
    }

    /** {@return when the outstanding batch was sent} */
    long sentAtNs() {
        return sentAtNs;
    }

    /** {@return whether it can still be used} */
    boolean isOpen() {
        return socket.isOpen();
    }

    /** Closes; what is outstanding is lost. */
    void close() throws IOException {
        awaitedBytes = 0;
        key.cancel();
        socket.close();
    }
}
