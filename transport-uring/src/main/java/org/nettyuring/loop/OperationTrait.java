// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

/** The columns of {@link OperationKind}'s table. */
enum OperationTrait {
    /** May wait for a device, a peer, another process or time. */
    MAY_BLOCK,
    /** A system call that never waits, done by the thread that asks. */
    IN_LINE,
    /** Always done by a worker thread of the kernel. */
    WORKER,
    /** A result that is shorter than asked for fails the rest of a pipeline. */
    BREAKS_WHEN_SHORT,
    /** Its result is a new descriptor, unless it goes to a slot of the ring. */
    MAKES_DESCRIPTOR,
    /** Two completions: the result, and the notification that the memory is free. */
    NOTIFIES,
    /** {@code -EAGAIN} and {@code -EINTR} are answers, or something may have happened: never tried again. */
    ONCE
}
