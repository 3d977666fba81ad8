// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of blocking sockets, a thread for each connection, that does what a test says with each. It listens on every
 * address: a {@link Connector} goes on to the next one of this machine after a thousand connections.
 */
final class TinyServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 200);
    private final AtomicInteger accepted = new AtomicInteger();
    private final Service service;

    /** What to do with the connection of that number, counted from 0; it is closed afterwards. */
    interface Service {
        void serve(Socket client, int number) throws IOException;
    }

    TinyServer(Service service) throws IOException {
        this.service = service;
        daemon(this::accept);
    }

    /** {@return where a load begins} */
    SocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /** {@return connections so far} */
    int accepted() {
        return accepted.get();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                final Socket client = listener.accept();
                final int number = accepted.getAndIncrement();
                daemon(() -> serve(client, number));
            }
        } catch (IOException e) {
            return; // closed: the test is over
        }
    }

    private void serve(Socket client, int number) {
        try (client) {
            service.serve(client, number);
        } catch (IOException e) {
            return; // the client closed first: its verdict is what a test looks at
        }
    }

    private static void daemon(Runnable work) {
        final Thread thread = new Thread(work, "tiny-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
