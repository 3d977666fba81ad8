// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Strings of C that name files and attributes. Used under the kernel's lock. */
final class PathName {
    private static final int PATH_MAX = 4096;

    private PathName() {}

    /**
     * Reads up to the zero.
     *
     * @param kernel whose memory it must be
     * @param address of its first byte
     * @param sqe for errors; null of a system call
     */
    static String read(FakeKernel kernel, long address, SubmittedSqe sqe) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long at = address;; at++) {
            kernel.validator().checkLive(at, 1, "path", sqe);
            byte next = kernel.memory().read(at, 1)[0];
            if (next == 0) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            bytes.write(next);
            if (bytes.size() >= PATH_MAX) {
                throw kernel.failure("path without an end: " + sqe);
            }
        }
    }
}
