// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketConstants;

/** A stream socket: one end of a connection, or a listener. Used under the kernel's lock. */
final class FakeSocket extends BoundSocket {
    /** The call would block. Outside the range of byte counts and of {@code -errno}. */
    static final int AGAIN = Integer.MIN_VALUE;
    static final String ADDRESS_SPACE = "stream ";
    static final int DEFAULT_CAPACITY = 64 * 1024;
    private static final long LINGER = SocketCalls.key(SocketConstants.SOL_SOCKET, SocketConstants.SO_LINGER);

    private final ByteQueue inbound = new ByteQueue();
    private final Cork cork = new Cork(this);
    private final PassedFiles passed = new PassedFiles();
    private final Deque<FakeSocket> acceptQueue = new ArrayDeque<>();
    private int capacity = DEFAULT_CAPACITY;
    private FakeSocket peer;
    private boolean listening;
    private boolean gone;
    private boolean inputEnded;
    private boolean inputShut;
    private boolean outputShut;
    private boolean wasReset;
    private boolean nonBlocking;

    FakeSocket(FakeKernel kernel, int family) {
        super(kernel, family);
    }

    @Override
    String addressSpace() {
        return ADDRESS_SPACE;
    }

    static void pair(FakeSocket a, FakeSocket b) {
        a.peer = b;
        b.peer = a;
        a.remoteName = b.localName;
        b.remoteName = a.localName;
        a.changed(Poll.ALL);
        b.changed(Poll.ALL);
    }

    void capacity(int bytes) {
        capacity = bytes;
    }

    void nonBlocking(boolean newNonBlocking) {
        nonBlocking = newNonBlocking;
    }

    boolean isNonBlocking() {
        return nonBlocking;
    }

    boolean isConnected() {
        return peer != null;
    }

    boolean isListening() {
        return listening;
    }

    boolean isReset() {
        return wasReset;
    }

    void listen() {
        listening = true;
    }

    void enqueue(FakeSocket accepted) {
        acceptQueue.add(accepted);
        changed(Poll.POLLIN);
    }

    /** The oldest connection not accepted yet, or null. */
    FakeSocket pollAccept() {
        return acceptQueue.poll();
    }

    boolean hasPendingConnection() {
        return !acceptQueue.isEmpty();
    }

    /** Files that came with bytes not read yet. */
    int passedFiles() {
        return passed.count();
    }

    int readableBytes() {
        return inbound.size();
    }

    /** Whether a receive would return at once, and what: {@link #AGAIN}, bytes there, 0 at the end, {@code -errno}. */
    int receivable() {
        if (inbound.size() > 0) {
            return passed.untilBarrier(inbound.size());
        }
        if (hasPendingError()) {
            return -takePendingError();
        }
        if (inputEnded || inputShut || wasReset) {
            return 0;
        }
        return isConnected() ? AGAIN : -Errno.ENOTCONN;
    }

    /** Files that came with the bytes are dropped. */
    byte[] take(int lengthBytes) {
        List<FakeFile> dropped = new ArrayList<>();
        byte[] taken = take(lengthBytes, dropped);
        dropped.forEach(FakeFile::release);
        return taken;
    }

    /** Files that came with the bytes are the caller's. */
    byte[] take(int lengthBytes, List<FakeFile> files) {
        byte[] taken = inbound.take(lengthBytes);
        files.addAll(passed.take(lengthBytes));
        if (peer != null) {
            peer.changed(Poll.POLLOUT);
        }
        return taken;
    }

    /** Room for a send, {@link #AGAIN} if it would block, or {@code -errno}. A peer that is gone has endless room. */
    int sendable() {
        if (hasPendingError()) {
            return -takePendingError();
        }
        if (!isConnected() && !wasReset) {
            return -Errno.ENOTCONN;
        }
        if (outputShut || wasReset) {
            return -Errno.EPIPE;
        }
        if (family == SocketConstants.AF_UNIX && peer.gone) {
            return -Errno.EPIPE;
        }
        int room = peer.gone ? Integer.MAX_VALUE : roomAtPeer();
        if (room <= 0) {
            transmit(cork.push()); // who waits for room is not to wait for himself
        }
        return room > 0 ? room : AGAIN;
    }

    private int roomAtPeer() {
        return peer.capacity - peer.inbound.size() - cork.heldBack();
    }

    /** Whether only the end is left to receive, and what was received before did not say so. */
    boolean hasUnannouncedEnd() {
        return inbound.size() == 0 && (wasReset || inputEnded && family == SocketConstants.AF_UNIX);
    }

    /** Sends at most {@link #sendable()} bytes. To a peer that is gone: they vanish and a RST comes back. */
    void put(byte[] bytes, int offset, int lengthBytes) {
        put(bytes, offset, lengthBytes, List.of());
    }

    /** The first byte carries files, each of which gets a reference more. */
    void put(byte[] bytes, int offset, int lengthBytes, List<FakeFile> files) {
        put(bytes, offset, lengthBytes, files, false);
    }

    /** More bytes are to follow: a part of a segment waits for them. */
    void putMore(byte[] bytes, int lengthBytes) {
        put(bytes, 0, lengthBytes, List.of(), true);
    }

    private void put(byte[] bytes, int offset, int lengthBytes, List<FakeFile> files, boolean more) {
        if (peer.gone) {
            receiveReset();
        } else {
            files.forEach(FakeFile::retain);
            peer.passed.put(lengthBytes, files);
            transmit(cork.pass(bytes, offset, lengthBytes, more));
        }
    }

    private void transmit(byte[] bytes) {
        if (bytes.length > 0) {
            peer.inbound.add(bytes, 0, bytes.length);
            peer.changed(Poll.POLLIN);
        }
    }

    /** What the peer keeps from this end, because it is corked. */
    int peerHoldsBack() {
        return peer == null ? 0 : peer.cork.heldBack();
    }

    @Override
    void optionSet(long key) {
        if (cork.isPulledBy(key) && peer != null && !peer.gone) {
            transmit(cork.push());
        }
    }

    int shutdown(int how) {
        if (wasReset || !isConnected() && !listening) {
            return -Errno.ENOTCONN;
        }
        if (how != SocketConstants.SHUT_WR) {
            inputShut = true;
        }
        if (how != SocketConstants.SHUT_RD && !outputShut && !listening) {
            outputShut = true;
            if (!peer.gone) {
                transmit(cork.push());
            }
            peer.receiveFin();
        }
        changed(Poll.ALL);
        return 0;
    }

    void receiveFin() {
        inputEnded = true;
        changed(Poll.POLLIN | Poll.POLLRDHUP);
    }

    /** A connection attempt failed. */
    void fail(int error) {
        pendingError(error);
        changed(Poll.ALL);
    }

    void receiveReset() {
        if (!wasReset) {
            wasReset = true;
            pendingError(Errno.ECONNRESET);
            changed(Poll.ALL);
        }
    }

    boolean inputShut() {
        return inputShut;
    }

    /** Closes with a RST instead of a FIN, as {@code SO_LINGER} with 0 does. */
    void abort() {
        if (peer != null && !peer.gone) {
            peer.receiveReset();
        }
    }

    @Override
    int readiness() {
        int events = 0;
        if (inbound.size() > 0 || inputEnded || inputShut || wasReset || !acceptQueue.isEmpty()) {
            events |= Poll.POLLIN;
        }
        if (isConnected() && (outputShut || wasReset || peer.gone || roomAtPeer() > 0)) {
            events |= Poll.POLLOUT;
        }
        if (inputEnded || wasReset || inputShut) {
            events |= Poll.POLLRDHUP;
        }
        if (inputEnded && outputShut || wasReset) {
            events |= Poll.POLLHUP;
        }
        return hasPendingError() ? events | Poll.POLLERR : events;
    }

    @Override
    void released() {
        gone = true;
        kernel.network().forget(this);
        passed.release();
        for (FakeSocket waiting : acceptQueue) {
            waiting.abort();
            waiting.release();
        }
        acceptQueue.clear();
        if (peer != null && !peer.gone) {
            transmit(cork.push());
            if (inbound.size() > 0 || lingersZero()) {
                peer.receiveReset();
            } else if (!outputShut) {
                peer.receiveFin();
            }
            peer.changed(Poll.POLLOUT);
        }
    }

    private boolean lingersZero() {
        return intOption(LINGER, 0) != 0 && intOption(LINGER, 1) == 0;
    }

    @Override
    public String toString() {
        String name = family == SocketConstants.AF_UNIX ? "unix" : ":" + SocketName.port(localName);
        if (listening) {
            return "listener " + name;
        }
        return "socket " + name + (remoteName == null ? "" : " to "
                + (family == SocketConstants.AF_UNIX ? "unix" : ":" + SocketName.port(remoteName)))
                + " with " + inbound.size() + " bytes to read";
    }
}
