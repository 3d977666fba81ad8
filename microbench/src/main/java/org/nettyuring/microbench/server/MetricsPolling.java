// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.metrics.GroupMetrics;

/**
 * Takes a snapshot of the loops' metrics every so often, as monitoring does:
 * {@code --transports uring,uring+bench.pollMillis=1000} shows what that costs.
 */
final class MetricsPolling {
    private static final String PROPERTY = "org.nettyuring.bench.pollMillis";
    /** Each one replaces the last, so that none is optimized away. */
    private static final AtomicReference<GroupMetrics> LATEST = new AtomicReference<>();

    private MetricsPolling() {}

    /** Begins, on a thread of its own, if the property asks for it. */
    static void startIfAsked(EventLoopGroup group) {
        final long periodMillis = Long.getLong(PROPERTY, 0);
        if (periodMillis > 0 && group instanceof IoUringEventLoopGroup rings) {
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("metrics", true)).scheduleAtFixedRate(
                    () -> LATEST.set(rings.metrics()), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
        }
    }
}
