// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

/** What becomes of operations beyond a limit of {@link RingOperations}. */
public enum OperationOverflow {
    /** They wait, in order of submission, without an end to how many. */
    QUEUE,
    /** Their futures fail with a {@link java.util.concurrent.RejectedExecutionException}. */
    REFUSE
}
