// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The child process of {@link IdleConnectionsTest}: connections that say nothing, until its input ends. */
final class IdleClients {
    static final String CONNECTED = "idle clients: connected";

    private IdleClients() {}

    /**
     * Connects.
     *
     * @param args host, port, number of connections
     */
    public static void main(String[] args) throws Exception {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        List<SocketChannel> connections = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            connections.add(SocketChannel.open(server));
        }
        System.out.println(CONNECTED);
        while (System.in.read() >= 0) {
            // goes on
        }
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
