// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that had one request answered and are left alone from then on. */
final class IdleConnections implements AutoCloseable {
    /** No connection at all. */
    static final IdleConnections NONE = new IdleConnections();

    private final List<SocketChannel> sockets = new ArrayList<>();

    /**
     * Opens them, one after the other.
     *
     * @param responseLength bytes of the response to each request
     * @throws IOException if any cannot be opened or is answered otherwise; then none stays open
     */
    static IdleConnections open(Connector connector, int count, LoadProtocol protocol, int responseLength)
            throws IOException {
        final IdleConnections idle = new IdleConnections();
        try {
            for (int i = 0; i < count; i++) {
                final SocketChannel socket = connector.connect();
                idle.sockets.add(socket);
                use(socket, protocol, responseLength);
            }
            return idle;
        } catch (IOException e) {
            idle.close();
            throw new IOException("idle connection " + idle.sockets.size() + " of " + count + ": " + e.getMessage(), e);
        }
    }

    private static void use(SocketChannel socket, LoadProtocol protocol, int responseLength) throws IOException {
        socket.write(ByteBuffer.wrap(protocol.request()));
        final ByteBuffer response = ByteBuffer.allocate(responseLength);
        while (response.hasRemaining()) {
            if (socket.read(response) < 0) {
                throw new IOException("closed after " + response.position() + " bytes");
            }
        }
        if (!protocol.looksGood(response.flip(), 0)) {
            throw new IOException("a bad response");
        }
    }

    /** {@return how many there are} */
    int count() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
