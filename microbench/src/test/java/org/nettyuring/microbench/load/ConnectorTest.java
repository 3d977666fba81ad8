// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorTest {
    @Test
    void shouldGoOnToTheNextAddressAfterAThousandConnections() throws IOException {
        final List<String> addresses = new ArrayList<>();
        try (TinyServer server = new TinyServer((client, number) -> client.getInputStream().read())) {
            final Connector connector = Connector.plain(server.address());
            for (int i = 0; i <= 1000; i++) {
                try (SocketChannel socket = connector.connect()) {
                    addresses.add(((InetSocketAddress) socket.getRemoteAddress()).getAddress().getHostAddress());
                }
            }
        }
        assertThat(addresses.subList(0, 1000)).containsOnly("127.0.0.1");
        assertThat(addresses.get(1000)).isEqualTo("127.0.0.2");
    }
}
