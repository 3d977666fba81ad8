// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.SocketConstants;

/** Who listens where. Used under the kernel's lock. */
final class FakeNetwork {
    private static final int FIRST_EPHEMERAL_PORT = 32768;

    private final FakeKernel kernel;
    private final Map<String, BoundSocket> bound = new HashMap<>();
    private final Set<String> blackholes = new HashSet<>();
    private int nextPort = FIRST_EPHEMERAL_PORT;

    FakeNetwork(FakeKernel kernel) {
        this.kernel = kernel;
    }

    int ephemeralPort() {
        return nextPort++;
    }

    int bind(BoundSocket socket, byte[] name) {
        byte[] full = name;
        if (socket.family != SocketConstants.AF_UNIX && SocketName.port(name) == 0) {
            full = SocketName.withPort(name, ephemeralPort());
        }
        if (bound.containsKey(socket.addressSpace() + SocketName.key(full))) {
            return -Errno.EADDRINUSE;
        }
        socket.localName = full;
        bound.put(socket.addressSpace() + SocketName.key(full), socket);
        return 0;
    }

    void forget(BoundSocket socket) {
        bound.values().remove(socket);
    }

    void blackhole(byte[] name) {
        blackholes.add(SocketName.key(name));
    }

    FakeSocket listener(byte[] name) {
        return bound.get(FakeSocket.ADDRESS_SPACE + SocketName.key(name)) instanceof FakeSocket socket
                && socket.isListening() ? socket : null;
    }

    /** Who gets the datagrams that go there, or null. */
    FakeDatagramSocket receiver(byte[] name) {
        return (FakeDatagramSocket) bound.get(FakeDatagramSocket.ADDRESS_SPACE + SocketName.key(name));
    }

    /** Connects, and returns 0; {@link FakeSocket#AGAIN} if nobody ever answers; or {@code -errno}. */
    int connect(FakeSocket client, byte[] name) {
        if (blackholes.contains(SocketName.key(name))) {
            return FakeSocket.AGAIN;
        }
        FakeSocket listener = listener(name);
        if (listener == null) {
            boolean path = client.family == SocketConstants.AF_UNIX && !SocketName.isAbstract(name);
            return path ? -Errno.ENOENT : -Errno.ECONNREFUSED;
        }
        if (client.family != SocketConstants.AF_UNIX && SocketName.port(client.localName) == 0) {
            client.localName = SocketName.loopback(client.family, ephemeralPort());
        }
        FakeSocket accepted = new FakeSocket(kernel, client.family);
        accepted.localName = name;
        if (client.family != SocketConstants.AF_UNIX) {
            accepted.options.putAll(listener.options); // TCP hands them down
        }
        FakeSocket.pair(client, accepted);
        listener.enqueue(accepted);
        return 0;
    }
}
