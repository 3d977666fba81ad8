// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOutboundBuffer;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where a datagram socket was connected when messages were flushed that are not sent yet, by runs of messages in the
 * order of the flushes. Almost always empty. Loop thread only.
 */
final class FormerRemotes {
    private final Deque<Run> runs = new ArrayDeque<>();
    /** Messages of all runs. */
    private int total;

    private static final class Run {
        final SocketAddress remote;
        int left;

        Run(SocketAddress remote, int left) {
            this.remote = remote;
            this.left = left;
        }
    }

    /**
     * The connection ends.
     *
     * @param remote where it was to
     * @param outbound has the flushed messages; null if there are none any more
     * @param taken of these, the first ones
     */
    void add(SocketAddress remote, ChannelOutboundBuffer outbound, int taken) throws Exception {
        if (outbound == null) {
            return;
        }
        int[] flushed = new int[1];
        outbound.forEachFlushedMessage(message -> {
            flushed[0]++;
            return true;
        });
        int added = flushed[0] - taken - total;
        if (added > 0) {
            runs.add(new Run(remote, added));
            total += added;
        }
    }

    /** {@return whether everything flushed goes where the socket is connected} */
    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** {@return where the socket was connected when the next message was flushed; null if it still is} */
    SocketAddress next() {
        Run run = runs.peek();
        if (run == null) {
            return null;
        }
        total--;
        if (--run.left == 0) {
            runs.remove();
        }
        return run.remote;
    }
}
