// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

/** The other end of a connection. */
interface FarStream extends FarEnd {
    /** Sends a FIN; reading goes on. */
    void shutdownOutput();

    /** Sends a RST and ends. */
    void reset();

    /** {@return whether the connection's end was seen, by a FIN or a RST, after {@link #readAll()}} */
    boolean hasSeenEnd();
}
