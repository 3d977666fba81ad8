// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import java.nio.channels.WritableByteChannel;

/** The way that bytes take from a {@code FileChannel} into a {@link FilePipe}. Loop thread only. */
interface PipeDoor {
    /**
     * A channel that writes into a pipe without ever blocking: it takes what fits and says how much that was.
     *
     * @param pipe open
     * @return the door's only channel, valid until the next call
     */
    WritableByteChannel into(FilePipe pipe);

    /** A pipe is about to be closed. */
    void forget(FilePipe pipe);

    /** {@return whether it can be used; an interrupt closes channels of the JDK} */
    boolean isOpen();

    void close();
}
