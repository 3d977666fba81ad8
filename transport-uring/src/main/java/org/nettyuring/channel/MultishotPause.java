// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * After reads were switched off, receives are single ones for a while: a receive that stays would have to be cancelled
 * each time by a handler that switches often. Loop thread only.
 */
final class MultishotPause {
    private static final int SINGLE_RECEIVES = 32;

    private int left;

    /** A receive that stays had to be cancelled. */
    void begin() {
        left = SINGLE_RECEIVES;
    }

    boolean isOver() {
        return left == 0;
    }

    /** A single receive is being armed. */
    void single() {
        if (left > 0) {
            left--;
        }
    }
}
