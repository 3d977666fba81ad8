// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

/** What a channel talks to, outside of the code under test. No method blocks. */
interface FarEnd {
    /** Sends bytes, or a datagram, that there is room for. */
    void write(byte... bytes);

    /** {@return bytes that have come so far, all taken} */
    int readAll();

    /** Ends. */
    void close();
}
