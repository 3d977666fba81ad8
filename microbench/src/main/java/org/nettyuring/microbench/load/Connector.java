// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * Connects to one server, in plain text or with TLS. Ports of this machine are few (28,000 by default) and rest for a
 * second after they were used, so that after every thousand connections the next of its addresses, 127.0.0.1 to
 * 127.0.0.32, is connected to: a server with more clients must listen on all of them.
 */
final class Connector {
    private static final int ADDRESSES = 32;
    private static final int CONNECTIONS_IN_A_ROW = 1000;

    private final SocketAddress server;
    private final SSLContext tls;
    private long count;

    private Connector(SocketAddress server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    /** {@return one that adds nothing} */
    static Connector plain(SocketAddress server) {
        return new Connector(server, null);
    }

    /** {@return one that speaks TLS and trusts anybody} */
    static Connector trusting(SocketAddress server) {
        try {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return new Connector(server, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return a connected, blocking socket} */
    SocketChannel connect() throws IOException {
        final SocketAddress address = next();
        final SocketChannel socket = SocketChannel.open(address);
        noDelay(socket, address);
        return socket;
    }

    /** {@return a socket that does not block and is connected or will be} */
    SocketChannel begin() throws IOException {
        final SocketAddress address = next();
        final SocketChannel socket = SocketChannel.open();
        try {
            noDelay(socket, address);
            socket.configureBlocking(false);
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** {@return what to read and write plain bytes on; shakes hands on the blocking socket, if there is TLS} */
    ByteChannel bytes(SocketChannel socket) throws IOException {
        return tls == null ? socket : TlsChannel.connect(socket, tls);
    }

    private static void noDelay(SocketChannel socket, SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    private SocketAddress next() throws IOException {
        if (!(server instanceof InetSocketAddress inet) || count < CONNECTIONS_IN_A_ROW) {
            count++;
            return server;
        }
        final byte last = (byte) (1 + count++ / CONNECTIONS_IN_A_ROW % ADDRESSES);
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, last}), inet.getPort());
    }
}
