// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.io.IOException;
import java.util.List;

/**
 * Which core belongs to whom; below 0 where nothing can be kept on a core.
 *
 * @param client of the load client, or of the thread that gives tasks
 * @param server of the server whose turn it is
 */
record Cores(int client, int server) {
    /** {@return the first and the last of this machine's cores, if it has two and {@code taskset}} */
    static Cores ofThisMachine() {
        final List<Integer> cores = Machine.has("taskset") ? Machine.cores() : List.of();
        return cores.size() > 1 ? new Cores(cores.get(0), cores.get(cores.size() - 1)) : new Cores(-1, -1);
    }

    /** Keeps one thread on a core from now on; does nothing for a core below 0. */
    static void pin(long tid, int core) throws IOException, InterruptedException {
        if (core < 0) {
            return;
        }
        final Process taskset = new ProcessBuilder(
                "taskset", "-pc", Integer.toString(core), Long.toString(tid))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset could not keep thread " + tid + " on core " + core);
        }
    }
}
