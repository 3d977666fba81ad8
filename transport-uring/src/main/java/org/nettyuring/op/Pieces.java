// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nettyuring.abi.SocketLayouts.Iovec;

/** The pieces of memory that one send gathers, in order. Loop thread only. */
final class Pieces {
    /** {@code UIO_MAXIOV}: pieces of one send. */
    static final int MAX = 1024;

    private long[] addresses;
    private int[] lengths;
    private int count;
    private long bytes;

    /**
     * Makes an empty list.
     *
     * @param initial pieces that it has room for; it grows
     */
    Pieces(int initial) {
        addresses = new long[initial];
        lengths = new int[initial];
    }

    void clear() {
        count = 0;
        bytes = 0;
    }

    /** False, with nothing added, if there is no room for more. */
    boolean add(long address, int lengthBytes) {
        if (count == MAX || bytes + lengthBytes > Integer.MAX_VALUE) {
            return false;
        }
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        addresses[count] = address;
        lengths[count] = lengthBytes;
        count++;
        bytes += lengthBytes;
        return true;
    }

    void removeLast() {
        count--;
        bytes -= lengths[count];
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    long firstAddress() {
        return addresses[0];
    }

    int firstLength() {
        return lengths[0];
    }

    /** Writes a {@code struct iovec} per piece. */
    void writeIovecs(ByteBuffer memory, int offset) {
        for (int i = 0; i < count; i++) {
            writeIovec(memory, offset + i * Iovec.SIZE, addresses[i], lengths[i]);
        }
    }

    static void writeIovec(ByteBuffer memory, int offset, long address, int lengthBytes) {
        memory.putLong(offset + Iovec.IOV_BASE_OFFSET, address);
        memory.putLong(offset + Iovec.IOV_LEN_OFFSET, lengthBytes);
    }
}
