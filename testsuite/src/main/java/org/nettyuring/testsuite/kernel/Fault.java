// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** What the {@link FakeKernel} may do to its user, all of it within what Linux promises. */
public enum Fault {
    /** {@code enter} consumes fewer entries than it was given, at least one, and does not wait. */
    SHORT_SUBMIT(0.3),
    /** {@code enter} returns {@code -EINTR} before it consumed anything. */
    ENTER_EINTR(0.1),
    /** {@code enter} returns {@code -EAGAIN} before it consumed anything. */
    ENTER_EAGAIN(0.1),
    /** {@code enter} returns {@code -EBUSY} before it consumed anything. */
    ENTER_EBUSY(0.1),
    /** A wait ends with {@code -EINTR} and without a completion. */
    WAIT_EINTR(0.1),
    /** A send takes fewer bytes than there is room for, unless it has {@code MSG_WAITALL}. */
    SHORT_SEND(0.4),
    /** A datagram is refused because the socket has no room. */
    NO_SEND_ROOM(0.2),
    /** A receive returns fewer bytes than there are. */
    SHORT_RECV(0.4),
    /** A receive that selects a buffer ends with {@code -ENOBUFS}; the data stays in the socket. */
    NO_BUFFERS(0.1),
    /** Completions of different sockets, or of both directions of one, are posted in another order. */
    REORDER(0.5),
    /** An operation other than a send that could complete while it is submitted completes later, from task work. */
    DELAY(0.5),
    /** A completion is held back until the next {@code GETEVENTS}; it ends a multishot. */
    CQ_OVERFLOW(0.05),
    /** The {@code F_NOTIF} of a zero-copy send comes long after its result. */
    LATE_NOTIF(0.7),
    /** A cancelled operation completes with its result nevertheless. */
    CANCEL_LOSES(0.5),
    /** A cancel does not find a multishot that is between two tries; it goes on. */
    CANCEL_MISSES(0.5),
    /** A multishot receive takes the last bytes and misses the reset, or the end of a Unix socket, behind them. */
    MISSED_END(0.5),
    /** {@code accept} ends with {@code -EMFILE}; the connection stays in the queue. */
    ACCEPT_EMFILE(0.1),
    /** A connect completes later than at once. */
    SLOW_CONNECT(0.5),
    /** A pipe cannot be made larger than it is. */
    SMALL_PIPE(0.5),
    /** {@code splice} is interrupted before it moved anything. */
    SPLICE_EINTR(0.2),
    /** {@code MSG_FASTOPEN} is not allowed here. */
    FAST_OPEN_OFF(0.5),
    /** A connection begins with a cookie, and data. */
    FAST_OPEN_COOKIE(0.8),
    /** A send ends with {@code -EAGAIN}, as those of non-blocking sockets do. */
    SEND_EAGAIN(0.1),
    /** A send is interrupted before it took anything. */
    SEND_EINTR(0.1),
    /** A receive is interrupted before it took anything. */
    RECV_EINTR(0.1),
    /** A receive into the caller's own memory ends with {@code -ENOBUFS}; what there is stays in the socket. */
    RECV_ENOBUFS(0.1),
    /** A receive ends with {@code -ENOMEM}; what there is stays in the socket. */
    RECV_ENOMEM(0.1),
    /** A read or a write of a file transfers fewer bytes than it could. */
    FILE_SHORT(0.4, true),
    /** An operation on a file is interrupted before it did anything. */
    FILE_EINTR(0.2, true),
    /** An operation on a file ends with {@code -EAGAIN}. */
    FILE_EAGAIN(0.2, true),
    /** A file's device has no room. */
    FILE_ENOSPC(0.1, true),
    /** A file's device fails. */
    FILE_EIO(0.05, true),
    /** A message to another ring is refused, and nothing is posted there. */
    MESSAGE_REFUSED(0.3, true),
    /** A connection is reset instead of receiving. Never chosen by a seed: the scenario must expect it. */
    CONNECTION_RESET(0);

    private final double highest;
    private final boolean drawnApart;

    Fault(double highest) {
        this(highest, false);
    }

    Fault(double highest, boolean drawnApart) {
        this.highest = highest;
        this.drawnApart = drawnApart;
    }

    /** {@return whether a seed's other faults do not depend on it} */
    boolean isDrawnApart() {
        return drawnApart;
    }

    double highestProbability() {
        return highest;
    }
}
