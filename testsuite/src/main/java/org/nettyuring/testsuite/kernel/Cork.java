// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import org.nettyuring.abi.SocketConstants;

/**
 * What a TCP socket was given to send and keeps, because it has less than a segment of it and is corked, or was told
 * that more follows.
 */
final class Cork {
    private static final long OPTION = SocketCalls.key(SocketConstants.IPPROTO_TCP, SocketConstants.TCP_CORK);
    /** What a corked socket sends are multiples of this. */
    private static final int SEGMENT_BYTES = 1000;

    private final BoundSocket socket;
    private final ByteQueue partialSegment = new ByteQueue();

    Cork(BoundSocket socket) {
        this.socket = socket;
    }

    /** {@return whether the socket was just uncorked} */
    boolean isPulledBy(long option) {
        return option == OPTION && !isIn();
    }

    private boolean isIn() {
        return socket.intOption(OPTION, 0) != 0;
    }

    int heldBack() {
        return partialSegment.size();
    }

    /**
     * {@return what leaves for bytes having come}
     *
     * @param more whether others are to follow them
     */
    byte[] pass(byte[] bytes, int offset, int lengthBytes, boolean more) {
        partialSegment.add(bytes, offset, lengthBytes);
        int size = partialSegment.size();
        return partialSegment.take(more || isIn() ? size / SEGMENT_BYTES * SEGMENT_BYTES : size);
    }

    /** {@return all that was kept} */
    byte[] push() {
        return partialSegment.take(partialSegment.size());
    }
}
