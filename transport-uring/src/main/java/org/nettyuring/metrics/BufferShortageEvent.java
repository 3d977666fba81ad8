// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("nettyuring.BufferShortage")
@Label("Buffer Shortage")
@Description("A receive found no buffer: handlers hold too many, or the loop has too few")
@Category({"Netty", "io_uring"})
@Enabled(false)
@StackTrace(false)
final class BufferShortageEvent extends Event {
    @Label("Channel")
    String channel;

    @Label("Buffers Lent")
    @Description("Pieces of receive memory that handlers had not released")
    long buffersLent;

    static void commit(Object channel, LoopCounters counters) {
        BufferShortageEvent event = new BufferShortageEvent();
        if (event.shouldCommit()) {
            event.channel = String.valueOf(channel);
            event.buffersLent = counters.buffersLent;
            event.commit();
        }
    }
}
