// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.StringJoiner;
import org.nettyuring.loop.IoUringIoRegistration;

/** A part of a channel that has operations in the kernel. Loop thread only. */
interface ChannelPart {
    /**
     * The channel joined a loop.
     *
     * @param loop submits from now on
     */
    void attach(IoUringIoRegistration loop);

    /** Asks every operation of the part to end; their completions still come. */
    void cancel();

    /** {@return whether the kernel holds none of its operations and no completion is being handled} */
    boolean isIdle();

    /** Gives up what the part keeps for the user: the channel is about to be closed and the part is idle. */
    void release();

    /**
     * Tells what the kernel holds.
     *
     * @param report takes the names
     */
    void describeInFlight(StringJoiner report);
}
