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
    URING("IoUring") {
        @Override
        Throwable unavailabilityCause() {
            return IoUring.unavailabilityCause();
        }
    },
    EPOLL("Epoll") {
        @Override
        Throwable unavailabilityCause() {
            return Epoll.unavailabilityCause();
        }
    },
    NIO("Nio") {
        @Override
        Throwable unavailabilityCause() {
            return null;
        }
    };

    private final String prefix;

    Transports(String prefix) {
        this.prefix = prefix;
    }

    abstract Throwable unavailabilityCause();

    /** {@return the transport; the test is skipped if it does not work here} */
    NettyTransport make() {
        assumeTrue(unavailabilityCause() == null, () -> this + ": " + unavailabilityCause());
        LiveChannels.ignoreThose();
        return NettyTransport.of(name().toLowerCase(Locale.ROOT));
    }

    /** {@return what {@link LiveChannels} finds of one server and its connections, both ends of which are here} */
    Map<String, Integer> tcp(int connections) {
        return channels(Map.of("ServerSocketChannel", 1, "SocketChannel", 2 * connections));
    }

    /** {@return what {@link LiveChannels} finds if there are as many of each kind, on this transport} */
    Map<String, Integer> channels(Map<String, Integer> counts) {
        final Map<String, Integer> channels = new TreeMap<>();
        counts.forEach((kind, count) -> channels.put(prefix + kind, count));
        return channels;
    }
}
