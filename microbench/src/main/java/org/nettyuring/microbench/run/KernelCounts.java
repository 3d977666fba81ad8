// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

/**
 * What the kernel's tracepoints counted of a loop's thread, each per request and NaN if it was not counted.
 *
 * @param calls system calls of any kind
 * @param enters {@code io_uring_enter} calls
 * @param sqes submission queue entries that the kernel took
 * @param cqes completions that the kernel made in this thread
 */
public record KernelCounts(double calls, double enters, double sqes, double cqes) {
    /** When nobody counted. */
    public static final KernelCounts NONE = new KernelCounts(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
