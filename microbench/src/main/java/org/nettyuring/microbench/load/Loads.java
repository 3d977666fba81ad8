// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.net.SocketAddress;
import org.nettyuring.microbench.run.Row.Traffic;

/** The kinds of clients by name. */
final class Loads {
    private Loads() {}

    /**
     * Connects.
     *
     * @throws IllegalStateException if the server's first response is not what the client wants
     */
    static Load open(SocketAddress server, Traffic traffic) throws IOException {
        return switch (traffic.client()) {
            case "echo" -> new LoadLoop(new EchoProtocol(traffic.messageBytes()), Connector.plain(server), traffic);
            case "http" -> new LoadLoop(new HttpProtocol("/"), Connector.plain(server), traffic);
            case "http-tls" -> new LoadLoop(new HttpProtocol("/"), Connector.trusting(server), traffic);
            case "http-file" -> new LoadLoop(new HttpProtocol("/file"), Connector.plain(server), traffic);
            case "churn" -> new ChurnLoad(server, traffic);
            case "download", "upload" -> new BulkLoad(server, traffic, BulkLoad.TRANSFER_BYTES);
            case "priorities" -> new PriorityLoad(server, traffic);
            case "udp" -> new DatagramLoad(server, traffic);
            default -> throw new IllegalArgumentException("no such client: " + traffic.client());
        };
    }
}
