// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

/**
 * When a message is copied out instead of lent, so that slow consumers of some connections do not take the receive
 * memory of all others.
 *
 * <p>At most 3/8 of the buffers, and one more that was lent from before it was full, are ever pinned: so at least half
 * of them (their number is a power of two) can always be with the kernel, and a starved receive is never kept waiting
 * for a consumer. Before that, from 1/4 on, small messages are copied when little is lent from what is pinned, as when
 * somebody keeps 64 bytes of each 64 KiB.
 */
final class CopyPolicy {
    private final int pinnedLimit;
    private final int sparseFrom;
    private final int smallBytes;
    private final int sizeBytes;

    private CopyPolicy(int pinnedLimit, int sparseFrom, int sizeBytes) {
        this.pinnedLimit = pinnedLimit;
        this.sparseFrom = sparseFrom;
        this.sizeBytes = sizeBytes;
        smallBytes = sizeBytes / 16;
    }

    /** {@return the policy for a geometry} */
    static CopyPolicy of(BufferGeometry geometry) {
        return new CopyPolicy(geometry.count() * 3 / 8, geometry.count() / 4, geometry.sizeBytes());
    }

    /** {@return a policy that rather lets receives starve than take memory beyond the slab} */
    static CopyPolicy never() {
        return new CopyPolicy(Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
    }

    /**
     * Decides about one message.
     *
     * @param lengthBytes its size
     * @param pinned buffers that lent pieces keep from the kernel, with the message's own if the kernel is done with it
     * @param lentBytes bytes of all lent pieces, without the message
     * @return true to copy
     */
    boolean shouldCopy(int lengthBytes, int pinned, long lentBytes) {
        if (pinned > pinnedLimit) {
            return true;
        }
        return pinned > sparseFrom && lengthBytes <= smallBytes && lentBytes < (long) pinned * sizeBytes / 8;
    }
}
