// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.nio.charset.StandardCharsets;
import org.nettyuring.op.SubmitArena;

/** A path as the kernel reads it, while it takes the submission: NUL-terminated UTF-8. */
final class PathArgument {
    /** {@code PATH_MAX}, the NUL included: with more the kernel would say {@code ENAMETOOLONG}. */
    static final int MAX_BYTES = 4096;

    private final byte[] bytes;

    /**
     * Encodes.
     *
     * @throws IllegalArgumentException if the path is too long or has a NUL in it
     */
    PathArgument(String path) {
        byte[] encoded = path.getBytes(StandardCharsets.UTF_8);
        if (encoded.length >= MAX_BYTES || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("path of " + encoded.length + " bytes (expected: fewer than "
                    + MAX_BYTES + ", without NUL): " + path.replace('\0', '?'));
        }
        bytes = new byte[encoded.length + 1];
        System.arraycopy(encoded, 0, bytes, 0, encoded.length);
    }

    int size() {
        return bytes.length;
    }

    /** Writes it at an offset of the arena that was taken; its address. */
    long put(SubmitArena arena, int offset) {
        arena.buffer().put(offset, bytes);
        return arena.address(offset);
    }
}
