// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import java.nio.ByteBuffer;

/** The bytes of a bulk transfer, which both ends know: a byte follows from its position, and repeats after 64 KiB. */
public final class BytePattern {
    /** After so many bytes it begins again, so that any part may be sent as whole chunks of this or a multiple. */
    public static final int PERIOD_BYTES = 64 * 1024;

    private BytePattern() {}

    /** {@return the byte at a position of the stream} */
    public static byte at(long position) {
        return (byte) (position ^ position >>> 8 & 0xff);
    }

    /** Fills a buffer, as if its beginning were the stream's. */
    public static void fill(ByteBuffer buffer) {
        for (int i = 0; buffer.hasRemaining(); i++) {
            buffer.put(at(i));
        }
    }
}
