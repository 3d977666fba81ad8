// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** A listening far end, played by a test. Any thread; no method blocks. */
public final class PeerListener implements AutoCloseable {
    private final FakeKernel kernel;
    private final FakeSocket socket;
    private boolean closed;

    PeerListener(FakeKernel kernel, FakeSocket socket) {
        this.kernel = kernel;
        this.socket = socket;
    }

    /** {@return the next connection, or null if there is none} */
    public PeerSocket accept() {
        return kernel.locked(() -> {
            FakeSocket accepted = socket.pollAccept();
            return accepted == null ? null : new PeerSocket(kernel, accepted);
        });
    }

    /** {@return the port} */
    public int port() {
        return SocketName.port(socket.localName);
    }

    /** Stops listening; connections nobody accepted are reset. */
    @Override
    public void close() {
        kernel.locked(() -> {
            if (!closed) {
                closed = true;
                socket.release();
            }
            return true;
        });
    }
}
