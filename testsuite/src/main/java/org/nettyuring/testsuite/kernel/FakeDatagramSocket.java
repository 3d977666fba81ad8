// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketConstants;

/** A datagram socket. What goes to nobody vanishes or, from a connected socket, comes back as an error. */
final class FakeDatagramSocket extends BoundSocket {
    static final String ADDRESS_SPACE = "datagram ";
    /** {@code sendmsg} refuses more. */
    static final int LARGEST = 65_507;
    private static final int DEFAULT_CAPACITY = 1 << 20;

    private final Deque<Datagram> inbound = new ArrayDeque<>();
    private int capacity = DEFAULT_CAPACITY;
    private int dropped;

    /** What waits to be received. */
    static final class Datagram {
        final byte[] sender;
        final byte[] payload;

        Datagram(byte[] sender, byte[] payload) {
            this.sender = sender;
            this.payload = payload;
        }
    }

    FakeDatagramSocket(FakeKernel kernel, int family) {
        super(kernel, family);
    }

    @Override
    String addressSpace() {
        return ADDRESS_SPACE;
    }

    /** Datagrams that are kept for the receiver; further ones are dropped or, by Unix sockets, refused. */
    void capacity(int datagrams) {
        capacity = datagrams;
    }

    int dropped() {
        return dropped;
    }

    boolean isConnected() {
        return remoteName != null;
    }

    /** {@code AF_UNSPEC} dissolves the connection. */
    int connect(byte[] name) {
        if (SocketName.family(name) == SocketConstants.AF_UNSPEC) {
            remoteName = null;
            return 0;
        }
        bindIfNot();
        remoteName = name;
        return 0;
    }

    private void bindIfNot() {
        if (family != SocketConstants.AF_UNIX && SocketName.port(localName) == 0) {
            kernel.network().bind(this, SocketName.loopback(family, 0));
        }
    }

    /** The payload's bytes, {@link FakeSocket#AGAIN} without room, or {@code -errno}. */
    int send(byte[] destination, byte[] payload) {
        if (hasPendingError()) {
            return -takePendingError();
        }
        byte[] target = destination != null ? destination : remoteName;
        if (target == null) {
            return -Errno.EDESTADDRREQ;
        }
        if (payload.length > LARGEST) {
            return -Errno.EMSGSIZE;
        }
        bindIfNot();
        FakeDatagramSocket receiver = kernel.network().receiver(target);
        if (receiver == null) {
            return sendToNobody(destination, payload.length);
        }
        return receiver.accept(new Datagram(localName, payload));
    }

    private int sendToNobody(byte[] destination, int lengthBytes) {
        if (family == SocketConstants.AF_UNIX) {
            return -Errno.ECONNREFUSED;
        }
        if (destination == null) {
            pendingError(Errno.ECONNREFUSED);
            changed(Poll.POLLERR);
        }
        return lengthBytes;
    }

    private int accept(Datagram datagram) {
        if (inbound.size() < capacity) {
            inbound.add(datagram);
            changed(Poll.POLLIN);
        } else if (family == SocketConstants.AF_UNIX) {
            return FakeSocket.AGAIN;
        } else {
            dropped++;
        }
        return datagram.payload.length;
    }

    /** The oldest datagram; null if there is none. */
    Datagram take() {
        return inbound.poll();
    }

    int waiting() {
        return inbound.size();
    }

    @Override
    int readiness() {
        int events = Poll.POLLOUT;
        if (!inbound.isEmpty()) {
            events |= Poll.POLLIN;
        }
        return hasPendingError() ? events | Poll.POLLERR : events;
    }

    @Override
    void released() {
        kernel.network().forget(this);
        inbound.clear();
    }

    @Override
    public String toString() {
        return "datagram socket " + Arrays.toString(localName) + " with " + inbound.size() + " datagrams to read";
    }
}
