// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.faults;

import java.util.function.IntSupplier;

/** Sees, and may change, what is asked of the rings of a {@link TappedSyscalls}. On the caller's thread. */
public interface RingTap {
    /**
     * Makes an enter. Entries between the ring's submission head and tail are about to be consumed.
     *
     * @param ring which
     * @param enter what was asked for
     * @return what the caller gets: entries consumed or {@code -errno}
     */
    int enter(TappedRing ring, Enter enter);

    /**
     * Makes a registration.
     *
     * @param registration what is asked for
     * @param call the kernel's answer
     * @return what the caller gets
     */
    default int register(Registration registration, IntSupplier call) {
        return call.getAsInt();
    }

    /**
     * One {@code io_uring_register(2)}.
     *
     * @param fd ring descriptor or -1
     * @param opcode {@code IORING_REGISTER_*}
     * @param argAddress its argument
     */
    record Registration(int fd, int opcode, long argAddress) {}
}
