// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * The client's side of TLS on a socket. The handshake is over when this is made; after that the socket may become
 * non-blocking. One thread.
 */
final class TlsChannel implements ByteChannel {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final ByteBuffer encryptedOut;
    /** Between position 0 and its position: what has come and is not a whole record yet. */
    private final ByteBuffer encryptedIn;

    private TlsChannel(SocketChannel socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        encryptedOut = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
        encryptedIn = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
    }

    /** Shakes hands over a connected, blocking socket. */
    static TlsChannel connect(SocketChannel socket, SSLContext context) throws IOException {
        final SSLEngine engine = context.createSSLEngine("localhost", 0);
        engine.setUseClientMode(true);
        final TlsChannel channel = new TlsChannel(socket, engine);
        channel.shakeHands();
        return channel;
    }

    private void shakeHands() throws IOException {
        final ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            status = switch (status) {
                case NEED_TASK -> {
                    engine.getDelegatedTask().run();
                    yield engine.getHandshakeStatus();
                }
                case NEED_WRAP -> wrap(NOTHING).getHandshakeStatus();
                default -> {
                    final SSLEngineResult result = unwrap(plain);
                    if (result.getStatus() == Status.BUFFER_UNDERFLOW && socket.read(encryptedIn) < 0) {
                        throw new IOException("the server closed during the handshake");
                    }
                    yield result.getHandshakeStatus();
                }
            };
        }
    }

    /** {@return plain bytes that were read, -1 at the end; 0 also if what came was not for us but for TLS} */
    @Override
    public int read(ByteBuffer plain) throws IOException {
        final int start = plain.position();
        final int bytes = socket.read(encryptedIn);
        SSLEngineResult result = unwrap(plain);
        while (result.getStatus() == Status.OK && encryptedIn.position() > 0) {
            result = unwrap(plain);
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new IOException("more came than there is room for: " + plain);
        }
        final int read = plain.position() - start;
        return read == 0 && (bytes < 0 || result.getStatus() == Status.CLOSED) ? -1 : read;
    }

    /** Encrypts and sends all; spins while the socket is full, for the server reads what it is sent. */
    @Override
    public int write(ByteBuffer plain) throws IOException {
        final int start = plain.position();
        while (plain.hasRemaining()) {
            if (wrap(plain).getStatus() != Status.OK) {
                throw new IOException("TLS took nothing more");
            }
        }
        return plain.position() - start;
    }

    private SSLEngineResult wrap(ByteBuffer plain) throws IOException {
        encryptedOut.clear();
        final SSLEngineResult result = engine.wrap(plain, encryptedOut);
        encryptedOut.flip();
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (encryptedOut.hasRemaining()) {
            if (socket.write(encryptedOut) == 0 && System.nanoTime() - deadlineNs > 0) {
                throw new IOException("the server took nothing for 5 s");
            }
        }
        return result;
    }

    private SSLEngineResult unwrap(ByteBuffer plain) throws IOException {
        encryptedIn.flip();
        final SSLEngineResult result = engine.unwrap(encryptedIn, plain);
        encryptedIn.compact();
        return result;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
