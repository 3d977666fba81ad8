// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import org.nettyuring.microbench.run.Sample;

/** What a client does to one server, again and again: its connections are open before and between runs. One thread. */
interface Load extends AutoCloseable {
    /**
     * Loads for so long and then waits, for some seconds at most, for what is outstanding.
     *
     * @return counts, times in ns and latency percentiles in ns, as {@link Tally} names them
     */
    Sample run(long durationNs) throws IOException;

    /** Closes every connection; the second time nothing. */
    @Override
    void close() throws IOException;
}
