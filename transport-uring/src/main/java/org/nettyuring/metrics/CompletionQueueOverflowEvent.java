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

@Name("nettyuring.CompletionQueueOverflow")
@Label("Completion Queue Overflow")
@Description("Completions did not fit into the queue: they come later, and multishot operations ended")
@Category({"Netty", "io_uring"})
@Enabled(false)
@StackTrace(false)
final class CompletionQueueOverflowEvent extends Event {
    @Label("Queue Entries")
    int cqEntries;

    static void commit(int cqEntries) {
        CompletionQueueOverflowEvent event = new CompletionQueueOverflowEvent();
        if (event.shouldCommit()) {
            event.cqEntries = cqEntries;
            event.commit();
        }
    }
}
