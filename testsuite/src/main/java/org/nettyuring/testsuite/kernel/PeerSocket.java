// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.Arrays;
import java.util.List;
import org.nettyuring.abi.SocketConstants;

/** The far end of a connection, played by a test. Any thread; no method blocks. */
public final class PeerSocket implements AutoCloseable {
    private final FakeKernel kernel;
    private final FakeSocket socket;
    private boolean closed;

    PeerSocket(FakeKernel kernel, FakeSocket socket) {
        this.kernel = kernel;
        this.socket = socket;
    }

    /**
     * Writes what there is room for.
     *
     * @param bytes the bytes
     * @return how many were taken, or {@code -errno}
     */
    public int write(byte... bytes) {
        return kernel.locked(() -> {
            int room = socket.sendable();
            if (room == FakeSocket.AGAIN) {
                return 0;
            }
            int length = Math.min(room, bytes.length);
            if (length > 0) {
                socket.put(bytes, 0, length);
            }
            return length;
        });
    }

    /**
     * Passes descriptors of the code under test with one byte ({@code SCM_RIGHTS}).
     *
     * @param fds stay the caller's
     */
    public void pass(int... fds) {
        kernel.locked(() -> {
            List<FakeFile> files = Arrays.stream(fds).mapToObj(kernel.descriptors()::get).toList();
            socket.put(new byte[1], 0, 1, files);
            return true;
        });
    }

    /** {@return how many descriptors wait to be received} */
    public int passedDescriptors() {
        return kernel.locked(socket::passedFiles);
    }

    /**
     * Reads what is there.
     *
     * @param maxBytes at most so many
     * @return the bytes, none if there are none
     */
    public byte[] read(int maxBytes) {
        return kernel.locked(() -> socket.take(Math.min(maxBytes, socket.readableBytes())));
    }

    /** {@return bytes that wait to be read} */
    public int readableBytes() {
        return kernel.locked(socket::readableBytes);
    }

    /** {@return bytes that the other end was given to send, and keeps because they are less than a segment} */
    public int heldBackBytes() {
        return kernel.locked(() -> socket.peerHoldsBack());
    }

    /** {@return whether the other end has sent its FIN and everything before it was read} */
    public boolean isAtEnd() {
        return kernel.locked(() -> socket.readableBytes() == 0 && !socket.isReset()
                && (socket.readiness() & Poll.POLLRDHUP) != 0);
    }

    /** {@return whether the other end has reset the connection} */
    public boolean isReset() {
        return kernel.locked(socket::isReset);
    }

    /** {@return the address of this end, a {@code struct sockaddr}} */
    public byte[] localName() {
        return Arrays.copyOf(socket.localName, socket.localName.length);
    }

    /**
     * Bounds what the other end can have sent and this end not read.
     *
     * @param bytes at least 1
     * @return this
     */
    public PeerSocket receiveCapacity(int bytes) {
        return kernel.locked(() -> {
            socket.capacity(bytes);
            return this;
        });
    }

    /** Sends a FIN; reading goes on. */
    public void shutdownOutput() {
        kernel.locked(() -> socket.shutdown(SocketConstants.SHUT_WR));
    }

    /** Sends a RST and ends. */
    public void reset() {
        kernel.locked(() -> {
            socket.abort();
            return closeOnce();
        });
    }

    /** Ends: with a FIN, or with a RST if something was left unread. */
    @Override
    public void close() {
        kernel.locked(this::closeOnce);
    }

    private boolean closeOnce() {
        if (!closed) {
            closed = true;
            socket.release();
        }
        return true;
    }

    @Override
    public String toString() {
        return "peer " + socket;
    }
}
