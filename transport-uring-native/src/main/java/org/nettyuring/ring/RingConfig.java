// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import org.nettyuring.sys.Syscalls;

/**
 * How to make a ring. Sizes are rounded up to powers of two by the kernel and clamped to its limits.
 *
 * @param syscalls the kernel
 * @param sqEntries submission queue entries, 1..32768
 * @param cqEntries completion queue entries, at least {@code sqEntries}
 */
public record RingConfig(Syscalls syscalls, int sqEntries, int cqEntries) {
    /** Checks the ranges. */
    public RingConfig {
        if (sqEntries < 1) {
            throw new IllegalArgumentException("sqEntries: " + sqEntries + " (expected: >= 1)");
        }
        if (cqEntries < sqEntries) {
            throw new IllegalArgumentException("cqEntries: " + cqEntries + " (expected: >= sqEntries " + sqEntries + ")");
        }
    }
}
