// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/** What is compared when loops are compared. */
public enum LoopLoad {
    /** How many channels a loop has. */
    CONNECTIONS,
    /**
     * How much of a core a loop's thread took of late, in user code and in the kernel. A loop that looks for work
     * before it sleeps ({@code IoUringIoHandlerConfig.Builder.spin}) looks busier than it is; one whose handlers block
     * looks idle.
     */
    ACTIVE_TIME
}
