// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.nettyuring.stream.StreamOptions;
import org.nettyuring.stream.TcpStream;
import org.nettyuring.testsuite.kernel.FakeKernel;
import org.nettyuring.testsuite.kernel.PeerListener;
import org.nettyuring.testsuite.kernel.PeerSocket;

/** How one connection of a {@link StreamSimulation} comes about, or does not; its stream is a {@link StreamTalker}. */
final class StreamActor extends ActorSimulation.Actor {
    private static final int LONGEST_CONNECT_MILLIS = 30;

    /** What the connection is to come from. */
    private enum Origin { CONNECTED, ACCEPTED, REFUSED, UNANSWERED }

    private final StreamSimulation simulation;
    private final FakeKernel kernel;
    private final SplittableRandom random;
    private final Origin origin;
    private final Duration limit;
    private final boolean cancels;
    private final long beganNs;
    private PeerListener listener;
    private PeerSocket peer;
    private Future<TcpStream> connecting;
    private boolean cancelled;
    private StreamTalker talker;

    StreamActor(StreamSimulation simulation) {
        this.simulation = simulation;
        kernel = simulation.kernel();
        random = simulation.random();
        origin = Origin.values()[random.nextInt(random.nextInt(3) == 0 ? Origin.values().length : 2)];
        cancels = random.nextInt(6) == 0;
        limit = random.nextInt(4) == 0 || origin == Origin.UNANSWERED && !cancels
                ? Duration.ofMillis(1 + random.nextInt(LONGEST_CONNECT_MILLIS)) : null;
        beganNs = kernel.nanoTime();
        switch (origin) {
            case CONNECTED -> {
                listener = kernel.peers().listen();
                connect(listener.port());
            }
            case ACCEPTED -> {
                peer = simulation.visitor();
            }
            default -> {
                listener = kernel.peers().listen();
                listener.close(); // nobody else gets its port
                if (origin == Origin.UNANSWERED) {
                    kernel.peers().blackhole(listener.port());
                }
                connect(listener.port());
            }
        }
    }

    private void connect(int port) {
        StreamOptions options = simulation.streamOptions();
        connecting = TcpStream.connect(simulation.loop().eventLoop(), simulation.address(port),
                limit == null ? options : options.connectTimeout(limit));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                check(origin == Origin.CONNECTED, "connected to nobody");
                talk(connecting.getNow());
            } else {
                check(mayFailWith(done.cause()), "failed to connect with " + done.cause());
            }
        });
    }

    private boolean mayFailWith(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return limit != null && kernel.nanoTime() - beganNs >= limit.toNanos();
        }
        return connecting.isCancelled() ? cancelled
                : cause instanceof ConnectException ? origin == Origin.REFUSED
                : simulation.hasEnded() && StreamCall.isClosed(cause);
    }

    /** {@return whether its far end is there, and no accept has brought it yet} */
    boolean isToBeAccepted() {
        return origin == Origin.ACCEPTED && talker == null;
    }

    int peerPort() {
        return port(peer);
    }

    static int port(PeerSocket peer) {
        byte[] sockaddr = peer.localName();
        return Byte.toUnsignedInt(sockaddr[2]) << 8 | Byte.toUnsignedInt(sockaddr[3]);
    }

    /** The stream is there. */
    void talk(TcpStream stream) {
        talker = new StreamTalker(simulation, stream);
        if (peer != null) {
            talker.meets(peer);
        }
    }

    @Override
    void act() {
        if (talker != null) {
            talker.act();
        } else if (connecting != null && cancels && !cancelled && random.nextInt(4) == 0) {
            cancelled = true;
            connecting.cancel(false);
        } else if (connecting != null && !connecting.isDone() && limit != null) {
            check(kernel.nanoTime() - beganNs < limit.toNanos() + TimeUnit.SECONDS.toNanos(1), "connects for too long");
        }
        if (origin == Origin.ACCEPTED) {
            simulation.accept();
        }
    }

    @Override
    boolean peerActs() {
        if (origin == Origin.CONNECTED && peer == null) {
            peer = listener.accept();
            if (peer != null && talker != null) {
                talker.meets(peer);
            }
            return peer != null;
        }
        return talker != null && talker.peerActs();
    }

    @Override
    boolean isDone() {
        return talker != null ? talker.isDone() : connecting != null && connecting.isDone();
    }

    /** Every call is done, and what is left is given back. */
    void loopEnded() {
        check(connecting == null || connecting.isDone(), "still connecting");
        if (talker != null) {
            talker.loopEnded();
        }
        if (peer != null) {
            peer.close();
        }
        if (listener != null) {
            listener.close();
        }
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            simulation.failed(new AssertionError(otherwise + ": " + this));
        }
    }

    @Override
    public String toString() {
        return origin + (limit == null ? "" : " within " + limit) + (cancelled ? ", cancelled" : "") + ", "
                + (talker != null ? talker : "no stream: " + connecting);
    }
}
