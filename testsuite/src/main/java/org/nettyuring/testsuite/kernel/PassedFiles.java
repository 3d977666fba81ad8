// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Files on their way through one direction of a Unix stream, each at a byte. Used under the kernel's lock. */
final class PassedFiles {
    private final Deque<Carrier> carriers = new ArrayDeque<>();
    private long put;
    private long taken;

    /** A byte that carries files, which hold a reference. */
    private record Carrier(long position, List<FakeFile> files) {}

    /** Bytes were put; the first of them carries files, which are now the stream's. */
    void put(int lengthBytes, List<FakeFile> files) {
        if (!files.isEmpty()) {
            carriers.add(new Carrier(put, files));
        }
        put += lengthBytes;
    }

    /** How many of so many bytes one receive gets: it ends behind a byte that carries files. */
    int untilBarrier(int readableBytes) {
        Carrier next = carriers.peek();
        return next == null ? readableBytes : (int) Math.min(readableBytes, next.position - taken + 1);
    }

    /** Bytes were taken; returns the files that came with them, which are now the caller's. */
    List<FakeFile> take(int lengthBytes) {
        taken += lengthBytes;
        Carrier next = carriers.peek();
        return next != null && next.position < taken ? carriers.remove().files : List.of();
    }

    /** Nobody will receive the rest. */
    void release() {
        carriers.forEach(carrier -> carrier.files.forEach(FakeFile::release));
        carriers.clear();
    }

    int count() {
        return carriers.stream().mapToInt(carrier -> carrier.files.size()).sum();
    }
}
