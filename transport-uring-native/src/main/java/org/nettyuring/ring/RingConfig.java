// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.util.Set;
import org.nettyuring.sys.Syscalls;

/**
 * How to make a ring. Sizes are rounded up to powers of two by the kernel and clamped to its limits.
 *
 * @param syscalls the kernel
 * @param sqEntries submission queue entries, 1..32768
 * @param cqEntries completion queue entries, at least {@code sqEntries}
 * @param disabled features that this ring does without, besides those switched off for the process
 */
public record RingConfig(Syscalls syscalls, int sqEntries, int cqEntries, Set<Feature> disabled) {
    /** Checks the ranges. */
    public RingConfig {
        if (sqEntries < 1) {
            throw new IllegalArgumentException("sqEntries: " + sqEntries + " (expected: >= 1)");
        }
        if (cqEntries < sqEntries) {
            throw new IllegalArgumentException("cqEntries: " + cqEntries + " (expected: >= " + sqEntries + ")");
        }
        disabled = Set.copyOf(disabled);
    }

    /**
     * A ring with all that the kernel has.
     *
     * @param syscalls the kernel
     * @param sqEntries submission queue entries, 1..32768
     * @param cqEntries completion queue entries, at least {@code sqEntries}
     */
    public RingConfig(Syscalls syscalls, int sqEntries, int cqEntries) {
        this(syscalls, sqEntries, cqEntries, Set.of());
    }
}
