// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

/**
 * Completions copied out of the completion queue, so that its head could be released before anyone looks at them.
 * Reused by its owner; loop thread only.
 */
public final class CqeBatch {
    private final long[] userData;
    private final int[] res;
    private final int[] flags;
    private int size;

    /**
     * Makes an empty batch.
     *
     * @param capacity completions
     */
    public CqeBatch(int capacity) {
        userData = new long[capacity];
        res = new int[capacity];
        flags = new int[capacity];
    }

    /** {@return how many completions it holds} */
    public int size() {
        return size;
    }

    /** {@return how many it can hold} */
    public int capacity() {
        return res.length;
    }

    /**
     * {@return {@code cqe->user_data}}
     *
     * @param index below {@link #size()}
     */
    public long userData(int index) {
        return userData[index];
    }

    /**
     * {@return {@code cqe->res}}
     *
     * @param index below {@link #size()}
     */
    public int res(int index) {
        return res[index];
    }

    /**
     * {@return {@code cqe->flags}}
     *
     * @param index below {@link #size()}
     */
    public int flags(int index) {
        return flags[index];
    }

    void clear() {
        size = 0;
    }

    void add(long newUserData, int newRes, int newFlags) {
        userData[size] = newUserData;
        res[size] = newRes;
        flags[size] = newFlags;
        size++;
    }
}
