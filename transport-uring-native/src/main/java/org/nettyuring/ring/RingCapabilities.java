// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

/** What a ring on this machine can do: probed, tried, and less what was switched off. Immutable; any thread. */
public interface RingCapabilities {
    /**
     * Whether to use a feature.
     *
     * @param feature which
     * @return true if the kernel has it, it worked when tried, and it is not switched off
     */
    boolean has(Feature feature);

    /**
     * Whether the kernel knows an opcode.
     *
     * @param opcode {@code IORING_OP_*}
     * @return true if {@code IORING_REGISTER_PROBE} says so
     */
    boolean supportsOpcode(int opcode);

    /**
     * Why a feature is not used.
     *
     * @param feature which
     * @return e.g. {@code "EINVAL from io_uring_setup"} or {@code "switched off"}; empty when it is used
     */
    String whyNot(Feature feature);
}
