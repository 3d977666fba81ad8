// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.Arrays;

/** Completions that wait for their turn, oldest first. Grows by doubling. Loop thread only. */
final class HeldCompletions {
    private static final int INITIAL = 64;

    private long[] userData = new long[INITIAL];
    /** {@code res:32 | flags:32}. */
    private long[] results = new long[INITIAL];
    private long[] sinceNs = new long[INITIAL];
    private int head;
    private int size;
    private long takenUserData;
    private long takenResult;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long data, int res, int flags, long nowNs) {
        if (size == userData.length) {
            grow();
        }
        int at = head + size & userData.length - 1;
        userData[at] = data;
        results[at] = (long) res << 32 | flags & 0xFFFF_FFFFL;
        sinceNs[at] = nowNs;
        size++;
    }

    private void grow() {
        userData = unrolled(userData);
        results = unrolled(results);
        sinceNs = unrolled(sinceNs);
        head = 0;
    }

    private long[] unrolled(long[] full) {
        long[] twice = Arrays.copyOf(full, 2 * full.length);
        System.arraycopy(full, head, twice, 0, full.length - head);
        System.arraycopy(full, 0, twice, full.length - head, head);
        return twice;
    }

    /** {@return how long the oldest has waited; 0 if there is none} */
    long ageNs(long nowNs) {
        return size == 0 ? 0 : nowNs - sinceNs[head];
    }

    /** Takes the oldest, which the following three describe. False if there is none. */
    boolean take() {
        if (size == 0) {
            return false;
        }
        takenUserData = userData[head];
        takenResult = results[head];
        head = head + 1 & userData.length - 1;
        size--;
        return true;
    }

    long userData() {
        return takenUserData;
    }

    int res() {
        return (int) (takenResult >> 32);
    }

    int flags() {
        return (int) takenResult;
    }
}
