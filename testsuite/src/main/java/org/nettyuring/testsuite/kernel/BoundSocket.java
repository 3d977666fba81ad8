// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** {@return one of the words of an option that was set, 0 if it was not} */
    final int intOption(long key, int word) {
        byte[] value = options.get(key);
        int offset = word * Integer.BYTES;
        return value == null || value.length < offset + Integer.BYTES ? 0
                : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt(offset);
    }

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
