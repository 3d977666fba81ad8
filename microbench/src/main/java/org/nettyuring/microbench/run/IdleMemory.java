// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.util.Map;

/** What connections cost that are left alone. */
final class IdleMemory {
    private IdleMemory() {}

    /**
     * Opens idle connections, with one message on each, and compares with what a tenth of them takes: what the first
     * ones cost, in classes and compiled code, is no connection's. The server has been warmed up.
     *
     * @return bytes for each connection: {@code idle_heap_bytes}, objects that survive a collection, 0 for a server
     *     without a heap; {@code idle_resident_bytes}, pages of the process other than the heap's, which were resident
     *     before; {@code idle_kernel_bytes}, slabs of the whole machine: the connection's two sockets, and what the
     *     transport has in the kernel
     */
    static Sample measure(ServerProcess server, LoadClient load, Row.Traffic traffic)
            throws IOException, InterruptedException {
        final int few = traffic.idle() / 10;
        load.open(server, traffic.besideIdle(few));
        final Sample before = memory(server);
        load.closeConnections();
        load.open(server, traffic);
        final Sample grown = memory(server).since(before);
        load.closeConnections();
        final int more = traffic.idle() - few;
        return new Sample(Map.of(
                "idle_heap_bytes", (grown.has("heap_bytes") ? grown.get("heap_bytes") : 0) / more,
                "idle_resident_bytes", grown.get("rss_bytes") / more,
                "idle_kernel_bytes", grown.get("slab_bytes") / more));
    }

    /** {@return bytes of the process for each connection, of a sample that has them} */
    static long ofProcess(Sample idle) {
        return idle.get("idle_heap_bytes") + idle.get("idle_resident_bytes");
    }

    private static Sample memory(ServerProcess server) throws IOException, InterruptedException {
        return server.heap().with(server.memory()).with(Machine.slab());
    }
}
