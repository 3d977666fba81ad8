// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.Arrays;

/** A datagram socket of the far end, played by a test. Any thread; no method blocks. */
public final class PeerDatagramSocket implements AutoCloseable {
    private final FakeKernel kernel;
    private final FakeDatagramSocket socket;
    private boolean closed;

    PeerDatagramSocket(FakeKernel kernel, FakeDatagramSocket socket) {
        this.kernel = kernel;
        this.socket = socket;
    }

    /** {@return the port of loopback where it is bound} */
    public int port() {
        return kernel.locked(() -> SocketName.port(socket.localName));
    }

    /**
     * Sends a datagram.
     *
     * @param port of loopback
     * @param payload perhaps empty
     * @return its bytes, or {@code -errno}
     */
    public int send(int port, byte... payload) {
        return kernel.locked(() ->
                socket.send(SocketName.loopback(socket.family, port), Arrays.copyOf(payload, payload.length)));
    }

    /** {@return the oldest datagram's payload; null if there is none} */
    public byte[] receive() {
        return kernel.locked(() -> {
            FakeDatagramSocket.Datagram datagram = socket.take();
            return datagram == null ? null : datagram.payload;
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            kernel.locked(() -> {
                socket.release();
                return true;
            });
        }
    }
}
