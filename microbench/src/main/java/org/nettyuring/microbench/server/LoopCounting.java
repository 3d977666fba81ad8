// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.server;

import io.netty.channel.EventLoop;
import java.util.Map;

/** The counters that a loop keeps of itself, by name. */
final class LoopCounting {
    private LoopCounting() {}

    /** {@return the loop's counters; empty for a transport that keeps none. On the loop's thread} */
    static Map<String, Long> of(EventLoop loop) {
        return Map.of();
    }
}
