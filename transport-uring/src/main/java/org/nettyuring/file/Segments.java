// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nettyuring.abi.SocketLayouts.Iovec;

/** The memory of one transfer, piece by piece, and how much of it is done. */
final class Segments {
    /** {@code UIO_MAXIOV}: pieces of one operation. */
    private static final int MAX_AT_ONCE = 1024;

    private long[] addresses = new long[1];
    private int[] lengths = new int[1];
    private int count;
    private int first;
    private long remaining;

    /** Takes a piece. */
    @FunctionalInterface
    interface Visitor {
        void visit(long address, int lengthBytes);
    }

    void add(long address, int lengthBytes) {
        if (lengthBytes == 0) {
            return;
        }
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        addresses[count] = address;
        lengths[count] = lengthBytes;
        count++;
        remaining += lengthBytes;
    }

    void forEach(Visitor visitor) {
        for (int i = first; i < count; i++) {
            visitor.visit(addresses[i], lengths[i]);
        }
    }

    /** {@return bytes to go} */
    long remaining() {
        return remaining;
    }

    /** {@return pieces of the next operation} */
    int pieces() {
        return Math.min(MAX_AT_ONCE, count - first);
    }

    long address() {
        return addresses[first];
    }

    int length() {
        return lengths[first];
    }

    /** Bytes have been transferred. */
    void advance(long bytes) {
        if (bytes > remaining) {
            throw new IllegalStateException("transferred: " + bytes + " bytes (expected: at most " + remaining + ")");
        }
        remaining -= bytes;
        long left = bytes;
        while (first < count && left >= lengths[first]) {
            left -= lengths[first];
            first++;
        }
        if (left > 0) {
            addresses[first] += left;
            lengths[first] -= (int) left;
        }
    }

    /** Writes a {@code struct iovec} for each piece of the next operation. */
    void writeIovecs(ByteBuffer memory, int offset) {
        for (int i = 0; i < pieces(); i++) {
            int iovec = offset + i * Iovec.SIZE;
            memory.putLong(iovec + Iovec.IOV_BASE_OFFSET, addresses[first + i]);
            memory.putLong(iovec + Iovec.IOV_LEN_OFFSET, lengths[first + i]);
        }
    }
}
