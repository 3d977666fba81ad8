// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.nettyuring.loop.IoUringEventLoop;

/** The share of a core that each loop's thread took between two looks. One thread at a time. */
final class CpuShares {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final IoUringEventLoop[] loops;
    private final long[] cpuNs;
    private long lastNs = System.nanoTime();

    CpuShares(IoUringEventLoop[] loops) {
        this.loops = loops;
        cpuNs = new long[loops.length];
        for (int i = 0; i < loops.length; i++) {
            cpuNs[i] = cpuNs(i);
        }
    }

    /** Of threads that have not started, or have ended: what it was. */
    private long cpuNs(int index) {
        long id = loops[index].handler().counters().threadId();
        return id == 0 ? cpuNs[index] : Math.max(cpuNs[index], THREADS.getThreadCpuTime(id));
    }

    /**
     * {@return the share of each loop since the last call, 0 to about 1}
     *
     * @param nowNs {@link System#nanoTime()}
     */
    double[] since(long nowNs) {
        double[] shares = new double[loops.length];
        double elapsedNs = Math.max(1, nowNs - lastNs);
        lastNs = nowNs;
        for (int i = 0; i < shares.length; i++) {
            long ns = cpuNs(i);
            shares[i] = (ns - cpuNs[i]) / elapsedNs;
            cpuNs[i] = ns;
        }
        return shares;
    }
}
