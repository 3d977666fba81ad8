// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contents of a regular file, whatever names and descriptors it has. Used under the kernel's lock. */
final class FakeInode {
    private static final int MAX_BYTES = 1 << 24;

    final long number;
    final int mode;
    /** Open descriptions, to wake those who wait. */
    final List<FakeRegularFile> openFiles = new ArrayList<>();
    final Map<String, byte[]> attributes = new HashMap<>();
    private byte[] bytes = {};
    private boolean blocked;
    private boolean onDisk;

    FakeInode(long number, int mode) {
        this.number = number;
        this.mode = mode;
    }

    int size() {
        return bytes.length;
    }

    void size(long newSize) {
        bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.min(newSize, MAX_BYTES)));
    }

    /** Bytes from a position, fewer at the end. */
    byte[] read(long position, int most) {
        if (position >= bytes.length) {
            return new byte[0];
        }
        return Arrays.copyOfRange(bytes, (int) position, (int) Math.min(bytes.length, position + most));
    }

    void write(long position, byte[] added) {
        if (position + added.length > bytes.length) {
            size(position + added.length);
        }
        System.arraycopy(added, 0, bytes, (int) position, added.length);
    }

    /** Whether its device is so slow that nothing ends. */
    boolean isBlocked() {
        return blocked;
    }

    /** Whether what is blocked is with the device itself, where no cancel finds it. */
    boolean isOnDisk() {
        return onDisk;
    }

    void stall(boolean stalled) {
        onDisk = stalled;
        block(stalled);
    }

    void block(boolean newBlocked) {
        blocked = newBlocked;
        if (!newBlocked) {
            List.copyOf(openFiles).forEach(file -> file.changed(Poll.POLLIN));
        }
    }
}
