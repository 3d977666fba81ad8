// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples.recipes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.nettyuring.channel.IoUring;
import org.nettyuring.channel.NettyTransport;

/** Each transport that a recipe may end up with. */
enum Transports {
    URING("IoUringServerSocketChannel", "IoUringSocketChannel") {
        @Override
        Throwable unavailabilityCause() {
            return IoUring.unavailabilityCause();
        }
    },
    EPOLL("EpollServerSocketChannel", "EpollSocketChannel") {
        @Override
        Throwable unavailabilityCause() {
            return Epoll.unavailabilityCause();
        }
    },
    NIO("NioServerSocketChannel", "NioSocketChannel") {
        @Override
        Throwable unavailabilityCause() {
            return null;
        }
    };

    private final String server;
    private final String client;

    Transports(String server, String client) {
        this.server = server;
        this.client = client;
    }

    abstract Throwable unavailabilityCause();

    /** {@return the transport; the test is skipped if it does not work here} */
    NettyTransport make() {
        assumeTrue(unavailabilityCause() == null, () -> this + ": " + unavailabilityCause());
        return NettyTransport.of(name().toLowerCase(Locale.ROOT));
    }

    /** {@return what {@link LiveChannels} finds of one server and its connections, both ends of which are here} */
    Map<String, Integer> tcp(int connections) {
        return new TreeMap<>(Map.of(server, 1, client, 2 * connections));
    }
}
