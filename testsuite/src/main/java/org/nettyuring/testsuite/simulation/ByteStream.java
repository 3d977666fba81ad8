// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

/** A stream of bytes that knows at each place which byte comes next, so that a lost, doubled or moved one is seen. */
final class ByteStream {
    private final long salt;
    private long position;

    ByteStream(long salt) {
        this.salt = salt;
    }

    long position() {
        return position;
    }

    private byte at(long index) {
        long x = (index + 1) * 0x9E3779B97F4A7C15L ^ salt;
        x = (x ^ x >>> 29) * 0xBF58476D1CE4E5B9L;
        return (byte) (x >>> 40);
    }

    byte[] next(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            bytes[i] = at(position++);
        }
        return bytes;
    }

    /** Takes back bytes that were made and not used. */
    void unread(int lengthBytes) {
        position -= lengthBytes;
    }

    /** Compares what arrived with what comes next. */
    void expect(byte[] arrived, String what) {
        for (byte b : arrived) {
            if (b != at(position)) {
                throw new AssertionError(what + ": wrong byte at " + position + ": " + b + " (expected: " + at(position)
                        + ")");
            }
            position++;
        }
    }
}
