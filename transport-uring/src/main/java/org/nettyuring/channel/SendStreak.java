// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * Large sends that follow one another, each upon the completion of the one before. Of each the kernel would send the
 * last, partial segment on its own: where a segment is 64 KiB less its headers, as on loopback, every write of 64 KiB
 * would be two. So the socket is corked from the fourth on, and let go as soon as none follows: what was flushed waits
 * for nothing but the completion of its own send. Loop thread only.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>under 4</td><td>large send</td><td>one more, or CORKED</td><td>with the fourth: cork</td></tr>
 * <tr><td>CORKED</td><td>large send</td><td>CORKED</td><td>none</td></tr>
 * <tr><td>any but 0</td><td>the rest of a short send</td><td>as for a large one</td><td></td></tr>
 * <tr><td>any</td><td>other send, none follows</td><td>0</td><td>let go, if it was corked</td></tr>
 * </table>
 */
final class SendStreak {
    /** From here on a send is large. */
    static final int LARGE_BYTES = 32 * 1024;
    /** So many in a row are a stream. A response in a few pieces is none, and is spared the system calls. */
    static final int CORKED = 4;

    private final Socket socket;
    /** Null where there are no segments. */
    private final TcpCork cork;
    private int length;

    /**
     * Makes a streak of none.
     *
     * @param socket what is sent on
     * @param cork the socket's; null if it has none
     */
    SendStreak(Socket socket, TcpCork cork) {
        this.socket = socket;
        this.cork = cork;
    }

    /**
     * A send is about to be submitted.
     *
     * @param bytes its size
     * @param rest whether the one before was short, so that this one begins with its rest
     */
    void next(long bytes, boolean rest) {
        if (bytes < LARGE_BYTES && !(rest && length > 0)) {
            end();
        } else if (length < CORKED && ++length == CORKED && cork != null) {
            cork.hold(socket);
        }
    }

    /** {@return whether no large send has gone out, or none followed the last one} */
    boolean isEnded() {
        return length == 0;
    }

    /** None follows the last one. */
    void end() {
        if (length == CORKED && cork != null && socket.isOpen()) {
            cork.letGo(socket);
        }
        length = 0;
    }
}
