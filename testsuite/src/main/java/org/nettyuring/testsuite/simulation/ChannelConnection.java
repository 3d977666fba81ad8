// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.SplittableRandom;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** One connection of a {@link ChannelSimulation}: its channel at one end, its far end, and how it is to end. */
final class ChannelConnection {
    private static final int MAX_CHUNK = 4000;
    /** So few that even small buffers have room. */
    private static final int MAX_LAST_BYTES = 20;
    private static final int TURNS_AT_LEAST = 300;
    private static final int MAX_WRITE = 6000;
    /** So that what is flushed takes several large sends, one after the other. */
    private static final int MAX_BULK_WRITE = 80_000;
    private static final int BULK_BYTES = 300_000;

    /** Who ends the connection, and how. */
    enum Ending {
        /** The far end sends its FIN first, the channel half-closes and answers, then closes. */
        PEER_FIRST,
        /** The channel shuts its output down first, and goes on reading. */
        CHANNEL_FIRST,
        /** The far end's FIN closes the channel; what it had not sent is lost. */
        NO_HALF_CLOSURE,
        /** The channel closes when all was flushed, and everything arrives. */
        CLOSE_AFTER_WRITE,
        /** The channel closes in the middle. */
        CLOSE_ANY_TIME,
        /** The far end resets in the middle. */
        RESET,
        /** The same right behind its last bytes; the channel only reads, so that no send tells of the end. */
        RESET_OF_A_READER,
        /** The channel only reads, and closes in the middle; a few bytes come after that, and then nothing. */
        CLOSE_OF_A_READER
    }

    final ChannelSimulation simulation;
    final Ending ending;
    final long limitBytes;
    final int maxWriteBytes;
    private final SplittableRandom random;
    private final ByteStream peerOutbound;
    private final ByteStream peerInbound;
    private final StreamHandler handler;
    private final int capacity;
    private final int endAfterSteps;
    /** Once the channel closes, the far end writes once, then waits: it does nothing that helps the channel to end. */
    private final boolean patient;
    private boolean waits;
    private PeerSocket peer;
    private PeerListener listener;
    private boolean peerFinished;
    private int steps;

    ChannelConnection(ChannelSimulation simulation, long salt) {
        this.simulation = simulation;
        random = simulation.random();
        ending = Ending.values()[random.nextInt(Ending.values().length)];
        capacity = 1 + random.nextInt(20_000);
        boolean bulk = random.nextInt(8) == 0;
        maxWriteBytes = bulk ? MAX_BULK_WRITE : MAX_WRITE;
        limitBytes = 1L + Math.min(random.nextInt(bulk ? BULK_BYTES : 60_000), TURNS_AT_LEAST * capacity);
        endAfterSteps = random.nextInt(40);
        patient = random.nextBoolean();
        peerOutbound = new ByteStream(salt);
        peerInbound = new ByteStream(~salt);
        handler = new StreamHandler(this, new ByteStream(salt), new ByteStream(~salt));
    }

    SplittableRandom random() {
        return random;
    }

    /** {@return whether the connection ends with a reset} */
    boolean endsWithReset() {
        return ending == Ending.RESET || ending == Ending.RESET_OF_A_READER;
    }

    /** {@return whether the channel does nothing but read} */
    boolean onlyReads() {
        return ending == Ending.RESET_OF_A_READER || ending == Ending.CLOSE_OF_A_READER;
    }

    /** The channel was made. */
    void initialize(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, ending != Ending.NO_HALF_CLOSURE);
        channel.config().setAutoRead(onlyReads() || random.nextBoolean());
        channel.pipeline().addLast(handler);
    }

    /** Something to go with the channel's first packet. */
    void writeEarly() {
        handler.write();
    }

    /** Where the channel connects to. */
    void listener(PeerListener newListener) {
        listener = newListener;
    }

    /** The far end was made. */
    void peer(PeerSocket newPeer) {
        peer = newPeer;
        peer.receiveCapacity(capacity);
    }

    /** One random thing at the channel's end. */
    void act(boolean finishing) {
        steps++;
        if (!handler.isActive()) {
            return;
        }
        handler.act(finishing);
        boolean time = steps >= endAfterSteps || finishing;
        if (ending == Ending.CLOSE_ANY_TIME && time) {
            handler.close();
        } else if (ending == Ending.CLOSE_OF_A_READER && time && !handler.isClosing()) {
            handler.close();
            writeLast();
        } else if (ending == Ending.CLOSE_AFTER_WRITE && handler.hasSentAll()) {
            handler.close();
        } else if (ending == Ending.CHANNEL_FIRST && handler.hasWrittenAll()) {
            handler.shutdownOutput();
        }
        if (onlyReads() && handler.hasSeenEnd()
                || ending == Ending.PEER_FIRST && handler.hasSeenEnd() && handler.hasSentAll()
                || ending == Ending.CHANNEL_FIRST && handler.hasSeenEnd() && handler.isOutputShutdown()) {
            handler.close();
        }
    }

    /** The far end reads, writes or ends; false if it could do none of these. */
    boolean peerActs() {
        if (peer == null) {
            return accepts();
        }
        if (endsWithReset() && steps >= endAfterSteps && !peerFinished) {
            if (onlyReads()) {
                if (handler.received() < peerOutbound.position()) {
                    return false; // so that the last bytes, and the reset, meet a receive that waits
                }
                writeLast();
            }
            peerFinished = true;
            peer.reset();
            return true;
        }
        byte[] read = peer.read(1 + random.nextInt(MAX_CHUNK));
        peerInbound.expect(read, "far end of " + this);
        boolean wrote = peerWrites();
        return read.length > 0 || wrote;
    }

    private boolean accepts() {
        PeerSocket accepted = listener.accept();
        if (accepted == null) {
            return false;
        }
        peer(accepted);
        return true;
    }

    private boolean peerWrites() {
        if (peerFinished || waitsForTheEnd()) {
            return false;
        }
        if (peerOutbound.position() == limitBytes) {
            if (endsWithReset() || onlyReads() || ending == Ending.CHANNEL_FIRST && !peer.isAtEnd()) {
                return false;
            }
            peerFinished = true;
            peer.shutdownOutput();
            return true;
        }
        int length = (int) Math.min(limitBytes - peerOutbound.position(), 1 + random.nextInt(MAX_CHUNK));
        int written = peer.write(peerOutbound.next(length));
        peerOutbound.unread(length - Math.max(0, written));
        peerFinished = written < 0;
        return written != 0;
    }

    /** Beyond the limit if need be. */
    private void writeLast() {
        waits = true;
        if (peer != null) {
            int length = 1 + random.nextInt(MAX_LAST_BYTES);
            peerOutbound.unread(length - Math.max(0, peer.write(peerOutbound.next(length))));
        }
    }

    private boolean waitsForTheEnd() {
        boolean already = waits || peerOutbound.position() >= limitBytes;
        waits = waits || patient && handler.isClosing();
        return waits && already;
    }

    boolean isDone() {
        return handler.isClosed() && peer != null && peer.readableBytes() == 0;
    }

    /** All that had to arrive has. */
    void verify() {
        handler.verify();
        boolean inboundWhole = ending == Ending.PEER_FIRST || ending == Ending.CHANNEL_FIRST
                || ending == Ending.NO_HALF_CLOSURE;
        if (inboundWhole) {
            expectWhole("received", handler.received());
        }
        if (ending == Ending.PEER_FIRST || ending == Ending.CHANNEL_FIRST || ending == Ending.CLOSE_AFTER_WRITE) {
            expectWhole("sent, and arrived", peerInbound.position());
        }
        if (peerInbound.position() < handler.acknowledged() && !endsWithReset()) {
            throw new AssertionError(this + ": writes of " + handler.acknowledged() + " bytes succeeded, "
                    + peerInbound.position() + " arrived");
        }
    }

    private void expectWhole(String what, long bytes) {
        if (bytes != limitBytes) {
            throw new AssertionError(this + ": " + what + " " + bytes + " bytes (expected: " + limitBytes + ")");
        }
    }

    void release() {
        if (listener != null) {
            listener.close();
        }
        peer.close();
    }

    @Override
    public String toString() {
        return ending + " of " + limitBytes + " bytes, peer sent " + peerOutbound.position() + ", got "
                + peerInbound.position() + (peerFinished ? ", finished" : "") + ", " + handler;
    }
}
