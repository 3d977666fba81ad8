// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nettyuring.abi.SocketConstants;

/** What sockets of every type have: names and options. Used under the kernel's lock. */
abstract class BoundSocket extends FakeFile {
    final int family;
    final Map<Long, byte[]> options = new HashMap<>();
    byte[] localName;
    byte[] remoteName;
    private int pendingError;

    BoundSocket(FakeKernel kernel, int family) {
        super(kernel);
        this.family = family;
        localName = SocketName.loopback(family, 0);
        if (family == SocketConstants.AF_INET || family == SocketConstants.AF_INET6) {
            Arrays.fill(localName, 2, localName.length, (byte) 0);
        }
    }

    /** Whose ports do not meet the other types'. */
    abstract String addressSpace();

    /** An option was set. */
    void optionSet(long key) {}

    final boolean hasPendingError() {
        return pendingError != 0;
    }

    final void pendingError(int errno) {
        pendingError = errno;
    }

    /** {@code SO_ERROR}: the error, once. */
    final int takePendingError() {
        int error = pendingError;
        pendingError = 0;
        return error;
    }
}
