// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.nettyuring.testsuite.kernel.FakePeers;
import org.nettyuring.testsuite.kernel.PeerSocket;

/**
 * One connection of a {@link RingSimulation}: a stream of known bytes each way, received by multishot with provided
 * buffers or one by one, sent by every kind of send.
 */
final class RingConnection {
    private static final int MAX_CHUNK = 3000;
    /** So many times a socket's buffer may fill up. */
    private static final int TURNS_AT_LEAST = 300;

    final RingClient client;
    final int fd;
    private final PeerSocket peer;
    private final ByteStream inbound;
    private final ByteStream peerOutbound;
    private final ByteStream outbound;
    private final ByteStream peerInbound;
    private final RecvOps.Multishot multishot;
    private final RecvOps.Once once;
    private final SendOp send;
    private final List<ByteBuf> kept = new ArrayList<>();
    private final long limitBytes;
    private boolean peerFinished;
    private boolean ended;
    private boolean receiving = true;

    RingConnection(RingClient client, FakePeers.Connection connection, long salt) {
        this.client = client;
        fd = connection.fd();
        peer = connection.peer();
        inbound = new ByteStream(salt);
        peerOutbound = new ByteStream(salt);
        outbound = new ByteStream(~salt);
        peerInbound = new ByteStream(~salt);
        multishot = new RecvOps.Multishot(this);
        once = new RecvOps.Once(this);
        send = new SendOp(this);
        int capacity = 1 + client.random.nextInt(20_000);
        limitBytes = 1L + Math.min(client.random.nextInt(40_000), TURNS_AT_LEAST * capacity);
        peer.receiveCapacity(capacity);
        client.kernel.peers().receiveCapacity(fd, capacity);
    }

    /** Makes sure that somebody receives, if somebody should. */
    void receive() {
        if (receiving && !ended && !isReceiving()) {
            if (client.random.nextInt(4) == 0 || client.registration().buffers() == null) {
                once.submit();
            } else {
                multishot.arm();
            }
        }
    }

    private boolean isReceiving() {
        return multishot.isInFlight() || multishot.isStarved() || once.isInFlight();
    }

    /** One random thing. */
    void act() {
        switch (client.random.nextInt(6)) {
            case 0 -> {
                receiving = client.random.nextInt(3) != 0;
                if (!receiving) {
                    multishot.cancelIfInFlight();
                    once.cancelIfInFlight();
                }
            }
            case 1 -> releaseSome();
            case 2 -> send.cancelIfInFlight();
            default -> sendMore();
        }
        receive();
    }

    private void sendMore() {
        if (!send.isInFlight() && outbound.position() < limitBytes) {
            send.start((int) Math.min(limitBytes - outbound.position(), 1 + client.random.nextInt(MAX_CHUNK)));
        }
    }

    /** The far end reads, writes or ends; false if it could do none of these. */
    boolean peerActs() {
        byte[] read = peer.read(1 + client.random.nextInt(MAX_CHUNK));
        peerInbound.expect(read, "far end of fd " + fd);
        boolean acted = read.length > 0;
        if (peerOutbound.position() < limitBytes) {
            int length = (int) Math.min(limitBytes - peerOutbound.position(), 1 + client.random.nextInt(MAX_CHUNK));
            int written = Math.max(0, peer.write(peerOutbound.next(length)));
            peerOutbound.unread(length - written);
            acted |= written > 0;
        } else if (!peerFinished) {
            peerFinished = true;
            peer.shutdownOutput();
            acted = true;
        }
        return acted;
    }

    void onReceived(byte[] bytes) {
        inbound.expect(bytes, "fd " + fd);
    }

    void keep(ByteBuf buffer) {
        kept.add(buffer);
    }

    private void releaseSome() {
        while (!kept.isEmpty() && client.random.nextInt(4) != 0) {
            kept.remove(client.random.nextInt(kept.size())).release();
        }
    }

    void onEnd() {
        ended = true;
    }

    ByteStream outbound() {
        return outbound;
    }

    /** Both streams have arrived whole. */
    boolean isDone() {
        return ended && peerInbound.position() == limitBytes && !send.isInFlight() && !isReceiving();
    }

    void finish() {
        receiving = true;
        receive();
        sendMore();
        peerActs();
        releaseAll();
    }

    private void releaseAll() {
        kept.forEach(ByteBuf::release);
        kept.clear();
    }

    void close() {
        if (inbound.position() != limitBytes) {
            throw new AssertionError("fd " + fd + " received " + inbound.position() + " bytes (expected: "
                    + limitBytes + ")");
        }
        releaseAll();
        peer.close();
        client.kernel.close(fd);
    }

    @Override
    public String toString() {
        return "fd " + fd + ": received " + inbound.position() + ", sent " + outbound.position() + ", arrived "
                + peerInbound.position() + " of " + limitBytes + (ended ? ", ended" : "")
                + (multishot.isInFlight() ? ", multishot" : "") + (multishot.isStarved() ? ", starved" : "")
                + (once.isInFlight() ? ", recv" : "") + (send.isInFlight() ? ", send" : "");
    }
}
