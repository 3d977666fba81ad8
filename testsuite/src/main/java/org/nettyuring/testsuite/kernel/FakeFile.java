// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * An open file description: the descriptor table and every request in flight hold a reference, and the file ends with
 * the last of them. That is why {@code close(2)} ends no operation and sends no FIN. Used under the kernel's lock.
 */
abstract class FakeFile {
    final FakeKernel kernel;
    private final List<Request> waiters = new ArrayList<>();
    private int references = 1;

    FakeFile(FakeKernel kernel) {
        this.kernel = kernel;
    }

    final void retain() {
        references++;
    }

    final void release() {
        if (--references == 0) {
            released();
        }
    }

    final boolean isOpen() {
        return references > 0;
    }

    /** What {@code poll(2)} would report now. */
    abstract int readiness();

    /** The last reference is gone. */
    abstract void released();

    /** Something happened; those who wait for it try again. */
    final void changed(int events) {
        for (Request waiter : List.copyOf(waiters)) {
            if ((waiter.interest() & (events | Poll.POLLERR | Poll.POLLHUP)) != 0) {
                waiter.wake();
            }
        }
        kernel.signal();
    }

    final void addWaiter(Request waiter) {
        if (!waiters.contains(waiter)) {
            waiters.add(waiter);
        }
    }

    final void removeWaiter(Request waiter) {
        waiters.remove(waiter);
    }
}
