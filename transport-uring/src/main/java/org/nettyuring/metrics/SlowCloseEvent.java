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
import jdk.jfr.Timespan;

@Name("nettyuring.SlowClose")
@Label("Slow Close")
@Description("The close of a channel waits for operations that the kernel does not end")
@Category({"Netty", "io_uring"})
@Enabled(false)
@StackTrace(false)
final class SlowCloseEvent extends Event {
    @Label("Channel")
    String channel;

    @Label("Waited")
    @Timespan(Timespan.MILLISECONDS)
    long waited;

    @Label("In Flight")
    @Description("The operations that the kernel still holds")
    String inFlight;

    static void commit(Object channel, long waitedMillis, Object inFlight) {
        SlowCloseEvent event = new SlowCloseEvent();
        if (event.shouldCommit()) {
            event.channel = String.valueOf(channel);
            event.waited = waitedMillis;
            event.inFlight = String.valueOf(inFlight);
            event.commit();
        }
    }
}
