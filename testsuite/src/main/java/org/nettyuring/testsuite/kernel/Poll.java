// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** {@code poll(2)} event bits. */
final class Poll {
    static final int POLLIN = 1;
    static final int POLLOUT = 4;
    static final int POLLERR = 8;
    static final int POLLHUP = 16;
    static final int POLLRDHUP = 0x2000;
    static final int ALL = POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDHUP;

    private Poll() {}
}
