// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * File descriptors. The lowest free number is given out next, as on Linux, so that a descriptor closed too early soon
 * means another file. Numbers begin far above the process's own, which they must never be mistaken for.
 */
final class DescriptorTable {
    static final int FIRST = 1_000_000;

    private final TreeMap<Integer, FakeFile> files = new TreeMap<>();
    private int limit = 1 << 16;

    void limit(int newLimit) {
        limit = newLimit;
    }

    boolean isFull() {
        return files.size() >= limit;
    }

    /** Takes over the file's first reference. */
    int add(FakeFile file) {
        int fd = FIRST;
        for (Integer used : files.keySet()) {
            if (used != fd) {
                break;
            }
            fd++;
        }
        files.put(fd, file);
        return fd;
    }

    FakeFile get(int fd) {
        return files.get(fd);
    }

    FakeFile remove(int fd) {
        return files.remove(fd);
    }

    List<String> describe() {
        List<String> open = new ArrayList<>();
        for (Map.Entry<Integer, FakeFile> entry : files.entrySet()) {
            open.add("fd " + entry.getKey() + ": " + entry.getValue());
        }
        return open;
    }
}
