// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** {@code eventfd(2)}: a counter to wait for. */
final class FakeEventFd extends FakeFile {
    private long count;

    FakeEventFd(FakeKernel kernel, int initial) {
        super(kernel);
        count = initial & 0xFFFF_FFFFL;
    }

    /** Takes the whole counter; 0 if there is nothing to take. */
    long take() {
        long taken = count;
        count = 0;
        return taken;
    }

    void add(long value) {
        count += value;
        changed(Poll.POLLIN);
    }

    @Override
    int readiness() {
        return Poll.POLLOUT | (count != 0 ? Poll.POLLIN : 0);
    }

    @Override
    void released() {
        count = 0;
    }

    @Override
    public String toString() {
        return "eventfd at " + count;
    }
}
