// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** What a ring on this machine can do: probed, tried, and less what was switched off. Immutable; any thread. */
public interface RingCapabilities {
    /**
     * What the kernel can do, less what the process switched off. Probed with scratch rings on the first call for these
     * {@code syscalls}, which takes about a millisecond; then remembered.
     *
     * @param syscalls the kernel
     * @return the capabilities
     * @throws ErrnoException with the remedy, if the kernel refuses a ring at all; tried again by the next call
     * @throws IllegalArgumentException if {@code -Dorg.nettyuring.disable} names what is not a feature
     */
    static RingCapabilities of(Syscalls syscalls) throws ErrnoException {
        return CapabilityProbe.of(syscalls);
    }

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
