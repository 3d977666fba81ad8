// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.faults;

import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.sys.Syscalls;

/** One {@code io_uring_enter2(2)} that was asked for, to be made as it is, changed, or not at all. Immutable. */
public final class Enter {
    private final Syscalls kernel;
    private final Object[] arguments;

    /**
     * Takes a call.
     *
     * @param kernel makes it
     * @param arguments of {@link Syscalls#ioUringEnter}, boxed
     */
    Enter(Syscalls kernel, Object... arguments) {
        this.kernel = kernel;
        this.arguments = arguments;
    }

    /** {@return entries that the kernel is asked to consume} */
    public int toSubmit() {
        return (int) arguments[1];
    }

    /** {@return completions to be waited for} */
    public int minComplete() {
        return (int) arguments[2];
    }

    /** {@return {@code IORING_ENTER_*}} */
    public int flags() {
        return (int) arguments[3];
    }

    /**
     * Consumes fewer entries. As in Linux, a short submission does not wait.
     *
     * @param count entries
     * @return the other call
     */
    public Enter submitting(int count) {
        return with(1, count).withoutWaiting();
    }

    /** {@return the call, but it does not sleep} */
    public Enter withoutWaiting() {
        return with(2, 0);
    }

    /** {@return the call, but it neither sleeps nor runs deferred task work: completions come later} */
    public Enter withoutEvents() {
        return withoutWaiting().with(3, flags() & ~IoUringConstants.IORING_ENTER_GETEVENTS);
    }

    /** {@return what the kernel answered} */
    public int run() {
        return kernel.ioUringEnter((int) arguments[0], toSubmit(), minComplete(), flags(), (long) arguments[4],
                (long) arguments[5]);
    }

    private Enter with(int index, int value) {
        Object[] changed = arguments.clone();
        changed[index] = value;
        return new Enter(kernel, changed);
    }
}
