// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.nio.ByteBuffer;

/** What a load client sends, and how it knows what it gets back. All responses of one server are equally long. */
interface LoadProtocol {
    /** {@return the bytes of one request} */
    byte[] request();

    /**
     * Learns from the first response.
     *
     * @param received what has arrived so far, from position to limit; not consumed
     * @return bytes of a whole response, or 0 if this is not enough to tell
     * @throws IllegalStateException if this is no response that the client wants
     */
    int responseLength(ByteBuffer received);

    /** {@return whether a good response may begin with what lies at that index of the buffer} */
    boolean looksGood(ByteBuffer received, int index);
}
