// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.Arrays;

/** Bytes in order: one direction of a stream. */
final class ByteQueue {
    private byte[] bytes = new byte[256];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(byte[] source, int offset, int lengthBytes) {
        if (head + size + lengthBytes > bytes.length) {
            byte[] target = size + lengthBytes > bytes.length
                    ? new byte[Math.max(2 * bytes.length, size + lengthBytes)] : bytes;
            System.arraycopy(bytes, head, target, 0, size);
            bytes = target;
            head = 0;
        }
        System.arraycopy(source, offset, bytes, head + size, lengthBytes);
        size += lengthBytes;
    }

    byte[] take(int lengthBytes) {
        byte[] taken = Arrays.copyOfRange(bytes, head, head + lengthBytes);
        head += lengthBytes;
        size -= lengthBytes;
        return taken;
    }
}
