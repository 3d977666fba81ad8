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
    private final Map<String, FakeSocket> bound = new HashMap<>();
    private final Set<String> blackholes = new HashSet<>();
    private int nextPort = FIRST_EPHEMERAL_PORT;

    FakeNetwork(FakeKernel kernel) {
        this.kernel = kernel;
    }

    int ephemeralPort() {
        return nextPort++;
    }

    int bind(FakeSocket socket, byte[] name) {
        byte[] full = name;
        if (socket.family != SocketConstants.AF_UNIX && SocketName.port(name) == 0) {
            full = SocketName.withPort(name, ephemeralPort());
        }
        if (bound.containsKey(SocketName.key(full))) {
            return -Errno.EADDRINUSE;
        }
        socket.localName = full;
        bound.put(SocketName.key(full), socket);
        return 0;
    }

    void forget(FakeSocket socket) {
        bound.values().remove(socket);
    }

    void blackhole(byte[] name) {
        blackholes.add(SocketName.key(name));
    }

    FakeSocket listener(byte[] name) {
        FakeSocket socket = bound.get(SocketName.key(name));
        return socket != null && socket.isListening() ? socket : null;
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
        FakeSocket.pair(client, accepted);
        listener.enqueue(accepted);
        return 0;
    }
}
