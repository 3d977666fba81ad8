// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;

/** The load of a row without a client: another thread of the server's own process. */
final class InsideLoad implements LoadClient {
    private ServerProcess server;

    @Override
    public void open(ServerProcess next, Row.Traffic traffic) {
        server = next;
    }

    /** {@return what the server says; its process's CPU time has the caller's in it, so there is none of a client} */
    @Override
    public Sample run(long millis) throws IOException, InterruptedException {
        final Sample result = server.run(millis);
        return result.with(Sample.parse("caller_cpu_ns=" + result.get("cpu_ns") + " cpu_ns=0"));
    }

    @Override
    public void closeConnections() {
        server = null;
    }

    @Override
    public void recover() {
        server = null;
    }

    @Override
    public void close() {
        server = null;
    }
}
