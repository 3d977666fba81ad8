// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import org.nettyuring.abi.SocketConstants;

/** The outside of the simulated machine. Any thread; no method blocks. */
public final class FakePeers {
    private final FakeKernel kernel;

    FakePeers(FakeKernel kernel) {
        this.kernel = kernel;
    }

    /**
     * A connection that is already there.
     *
     * @param fd the near end, the code under test's to close
     * @param peer the far end
     */
    public record Connection(int fd, PeerSocket peer) {}

    /** {@return a new connection over IPv4} */
    public Connection connection() {
        return kernel.locked(() -> {
            FakeSocket near = socket();
            FakeSocket far = socket();
            FakeSocket.pair(near, far);
            return new Connection(kernel.descriptors().add(near), new PeerSocket(kernel, far));
        });
    }

    /** {@return a new connection over a Unix domain socket} */
    public Connection unixConnection() {
        return kernel.locked(() -> {
            FakeSocket near = new FakeSocket(kernel, SocketConstants.AF_UNIX);
            FakeSocket far = new FakeSocket(kernel, SocketConstants.AF_UNIX);
            FakeSocket.pair(near, far);
            return new Connection(kernel.descriptors().add(near), new PeerSocket(kernel, far));
        });
    }

    private FakeSocket socket() {
        FakeSocket socket = new FakeSocket(kernel, SocketConstants.AF_INET);
        socket.localName = SocketName.loopback(SocketConstants.AF_INET, kernel.network().ephemeralPort());
        return socket;
    }

    /**
     * Bounds what the code under test can have received and not read.
     *
     * @param fd the near end of a connection
     * @param bytes at least 1
     */
    public void receiveCapacity(int fd, int bytes) {
        kernel.locked(() -> {
            ((FakeSocket) kernel.descriptors().get(fd)).capacity(bytes);
            return true;
        });
    }

    /**
     * Connects to a listener of the code under test.
     *
     * @param port where it listens, over IPv4 or IPv6
     * @return the far end; the near end waits to be accepted
     * @throws ConnectException if nobody listens
     */
    public PeerSocket connect(int port) throws ConnectException {
        PeerSocket peer = kernel.locked(() -> {
            byte[] name = SocketName.loopback(SocketConstants.AF_INET, port);
            FakeSocket listener = kernel.network().listener(name);
            if (listener == null) {
                return null;
            }
            FakeSocket far = new FakeSocket(kernel, listener.family);
            return kernel.network().connect(far, SocketName.loopback(listener.family, port)) == 0
                    ? new PeerSocket(kernel, far) : null;
        });
        if (peer == null) {
            throw new ConnectException("nobody listens on port " + port);
        }
        return peer;
    }

    /** {@return a new far end that listens, over IPv4} */
    public PeerListener listen() {
        return kernel.locked(() -> {
            FakeSocket socket = new FakeSocket(kernel, SocketConstants.AF_INET);
            kernel.network().bind(socket, SocketName.loopback(SocketConstants.AF_INET, 0));
            socket.listen();
            return new PeerListener(kernel, socket);
        });
    }

    /**
     * {@return a new far end that listens on a Unix domain socket}
     *
     * @param name in the abstract namespace, without its leading zero
     */
    public PeerListener listen(String name) {
        byte[] sockaddr = new byte[SocketName.UNIX_PATH_OFFSET + 1 + name.length()];
        sockaddr[0] = SocketConstants.AF_UNIX;
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, sockaddr, SocketName.UNIX_PATH_OFFSET + 1,
                name.length());
        return kernel.locked(() -> {
            FakeSocket socket = new FakeSocket(kernel, SocketConstants.AF_UNIX);
            kernel.network().bind(socket, sockaddr);
            socket.listen();
            return new PeerListener(kernel, socket);
        });
    }

    /** {@return a new far end for datagrams, bound over IPv4} */
    public PeerDatagramSocket datagrams() {
        return kernel.locked(() -> {
            FakeDatagramSocket socket = new FakeDatagramSocket(kernel, SocketConstants.AF_INET);
            kernel.network().bind(socket, SocketName.loopback(SocketConstants.AF_INET, 0));
            return new PeerDatagramSocket(kernel, socket);
        });
    }

    /**
     * Lets connects to a port neither succeed nor fail.
     *
     * @param port the port
     */
    public void blackhole(int port) {
        kernel.locked(() -> {
            kernel.network().blackhole(SocketName.loopback(SocketConstants.AF_INET, port));
            return true;
        });
    }
}
