// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

/**
 * What a file asks of memory, positions and lengths: something with {@code O_DIRECT}, else nothing.
 *
 * @param memoryBytes addresses are multiples of it
 * @param offsetBytes positions and lengths are multiples of it
 */
record DirectAlignment(int memoryBytes, int offsetBytes) {
    static final DirectAlignment NONE = new DirectAlignment(1, 1);

    /** {@return what statx says; nothing is checked here if that is nothing, and the kernel's EINVAL tells} */
    static DirectAlignment of(FileStatus status) {
        return status == null || status.directOffsetAlign() < 0
                ? NONE
                : new DirectAlignment(status.directMemoryAlign(), status.directOffsetAlign());
    }

    /** Throws if a transfer cannot be. */
    void check(Segments segments, long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position: " + position + " (expected: >= 0)");
        }
        if (this == NONE) {
            return;
        }
        if (position % offsetBytes != 0) {
            throw misaligned("position", position, offsetBytes);
        }
        segments.forEach((address, length) -> {
            if (address % memoryBytes != 0) {
                throw misaligned("address", address, memoryBytes);
            }
            if (length % offsetBytes != 0) {
                throw misaligned("length", length, offsetBytes);
            }
        });
    }

    private static IllegalArgumentException misaligned(String what, long value, int alignment) {
        return new IllegalArgumentException(what + ": " + value + " (expected, with DIRECT: a multiple of " + alignment
                + "; a RegisteredBuffer is aligned)");
    }
}
