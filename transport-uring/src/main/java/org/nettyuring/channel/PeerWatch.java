// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * Notices that the peer has gone where no receive would: while nobody wants to read, and where a multishot receive has
 * missed the end.
 *
 * <p>It can miss one. If bytes and a reset arrive between its try and its wait, Linux tries once for both, takes the
 * bytes, is told that no more follow, and waits for a wake-up that has been; before the fix of liburing issue 1549
 * (March 2026) it does so whenever both arrive before its task work runs. A FIN on TCP says that there is more; a
 * reset, and since 6.17 the end of a Unix socket, do not. A channel that answers learns by its send. For others a poll,
 * armed once per connection, completes, and the receive is armed anew. Loop thread only.
 */
final class PeerWatch {
    private final Socket socket;
    private final StreamReceives receives;
    private final ReadLoop readLoop;
    private boolean seenGone;
    private boolean armedAnew;

    /**
     * Makes a watch that has seen nothing.
     *
     * @param socket the connection
     * @param receives has the poll
     * @param readLoop knows whether the end was seen
     */
    PeerWatch(Socket socket, StreamReceives receives, ReadLoop readLoop) {
        this.socket = socket;
        this.receives = receives;
        this.readLoop = readLoop;
    }

    /** The poll completed. */
    void gone() {
        seenGone = true;
    }

    /** Reads are not wanted. */
    void watch() {
        if (!seenGone && !receives.isReceiving() && !socket.isInputShutdown()) {
            receives.watchPeer();
        }
    }

    /**
     * A batch is over, on an open channel.
     *
     * @param unanswered whether bytes came, and no send since whose failure would tell that the peer has gone
     */
    void watchMissedEnd(boolean unanswered) {
        if (!receives.isMultishotArmed() || readLoop.hasEnd()) {
            return;
        }
        if (seenGone) {
            if (!armedAnew) {
                armedAnew = true;
                receives.cancelMultishot();
            }
        } else if (unanswered) {
            receives.watchPeer();
        }
    }
}
