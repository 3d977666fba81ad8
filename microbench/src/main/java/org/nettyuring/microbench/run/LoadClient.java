// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;

/** Who loads a server during a window. One thread. */
interface LoadClient extends AutoCloseable {
    /** Gets ready for runs against that server: connects, and lets no time be measured that this takes. */
    void open(ServerProcess server, Row.Traffic traffic) throws IOException, InterruptedException;

    /**
     * Loads for so long and waits for the last response.
     *
     * @return what came of it
     * @throws IOException if the client or the server failed as a whole, or no request was answered well
     */
    Sample run(long millis) throws IOException, InterruptedException;

    /** Closes the connections. */
    void closeConnections() throws IOException, InterruptedException;

    /** Gets ready for another server after anything else failed. */
    void recover() throws IOException, InterruptedException;

    @Override
    void close();
}
