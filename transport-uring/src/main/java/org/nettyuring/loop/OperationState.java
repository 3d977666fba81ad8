// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

/** Where an operation of {@link RingOperations} is. */
public enum OperationState {
    /**
     * Submitted, and not yet given to the kernel: behind a limit, on its way to the loop, or waiting for another try.
     */
    QUEUED,
    /** The kernel has it, or gets it with the loop's next enter. */
    IN_KERNEL,
    /** Asked to end; the kernel, or the loop, has not let go of it. */
    CANCELLING,
    /** Over. */
    DONE
}
