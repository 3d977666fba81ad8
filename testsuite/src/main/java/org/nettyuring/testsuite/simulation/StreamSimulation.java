// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.nettyuring.abi.Errno;
import org.nettyuring.stream.StreamOptions;
import org.nettyuring.stream.TcpListener;
import org.nettyuring.stream.TcpStream;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.testsuite.kernel.PeerSocket;

/**
 * Streams with futures, connected and accepted, many calls of each at a time: reads, writes and accepts that end in
 * their time or are cancelled just when something arrives, attempts to connect that nobody answers, ends and resets by
 * the far end, closes in the middle, and a loop that ends under all of them. Each call is done once, in its order, with
 * what belongs to it; bytes that a call did not get are the next one's; and nothing is left, not even a timer.
 */
public final class StreamSimulation extends ActorSimulation<StreamActor> {
    private static final int MAX_STEPS = 200;

    private final List<StreamCall<TcpStream>> accepts = new ArrayList<>();
    private final List<StreamCall<?>> calls = new ArrayList<>();
    private boolean listenerCloses;
    private boolean ended;
    private boolean endsEarly;
    private StreamOptions options;
    private TcpListener listener;
    /** Somebody whom no actor waits for; null until the listener is about to close. */
    private PeerSocket uninvited;

    /** A simulation that has not run. */
    public StreamSimulation() {
        super("stream", 0x57EA35L);
    }

    @Override
    void play() {
        newLoop();
        options = StreamOptions.DEFAULT.kernel(kernel());
        Future<TcpListener> bound = TcpListener.bind(loop().eventLoop(), address(0), options, streamOptions());
        while (!bound.isDone()) {
            turn();
        }
        listener = bound.getNow();
        int count = 1 + random().nextInt(5);
        for (int i = 0; i < count; i++) {
            add(new StreamActor(this));
        }
        actFor(random().nextInt(4) == 0 ? random().nextInt(MAX_STEPS) : MAX_TURNS);
        if (random().nextBoolean()) {
            closeListener();
        }
        endsEarly = !allDone();
        ended = true;
        shutDownLoops();
        actors().forEach(StreamActor::loopEnded);
        accepts.forEach(accept -> accept.checkDone("the loop has ended"));
        closeLoops();
    }

    private void closeListener() {
        if (random().nextBoolean()) {
            accepts.forEach(StreamCall::cancel); // and the kernel's accept waits on
        }
        uninvited = visitor();
        turn();
        turn();
        listenerCloses = true;
        listener.close();
        long askedNs = kernel().nanoTime();
        while (!listener.closeFuture().isDone() || !uninvited.isAtEnd() && !uninvited.isReset()
                || allDone() && loop().hasTimers()) {
            turn();
            if (kernel().nanoTime() - askedNs > TimeUnit.SECONDS.toNanos(1)) {
                throw new AssertionError("the listener does not close, somebody who was not accepted is not"
                        + " sent away, or a call that is done has left its timer");
            }
        }
        uninvited.close();
        turn(); // its handlers are told behind the future
        accepts.forEach(accept -> accept.checkDone("the listener is closed"));
    }

    InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    StreamOptions streamOptions() {
        return options.with(ChannelOption.ALLOCATOR, kernel().allocator());
    }

    /** {@return somebody who wants to be accepted} */
    PeerSocket visitor() {
        try {
            return kernel().peers().connect(listener.localAddress().getPort());
        } catch (ConnectException e) {
            throw new AssertionError(e);
        }
    }

    /** As many accepts wait as there are connections that nobody has asked for, or more. */
    void accept() {
        accepts.forEach(StreamCall::act);
        long waiting = accepts.stream().filter(accept -> !accept.isDone()).count();
        if (waiting < actors().stream().filter(StreamActor::isToBeAccepted).count() || random().nextInt(20) == 0) {
            StreamCall<TcpStream> accept = StreamCall.timed(this, "accept");
            accepts.add(accept);
            accept.begin(accept.timeout() == null ? listener.accept() : listener.accept(accept.timeout()),
                    this::arrived, this::mayFailAcceptWith);
        }
    }

    private boolean mayFailAcceptWith(Throwable cause) {
        return StreamCall.isClosed(cause) ? listenerCloses || ended
                : cause instanceof ErrnoException errno && errno.errno() == Errno.EMFILE;
    }

    /** Accepted streams come in the order of their connections; an accept that gave up does not matter. */
    private void arrived(TcpStream stream) {
        int port = stream.channel().remoteAddress().getPort();
        if (uninvited != null && port == StreamActor.port(uninvited)) {
            stream.close();
            return;
        }
        StreamActor actor = actors().stream().filter(StreamActor::isToBeAccepted).findFirst().orElse(null);
        if (actor == null || actor.peerPort() != port) {
            stream.close();
            throw new AssertionError("accepted " + stream + " instead of " + actor);
        }
        actor.talk(stream);
    }

    /** A call has begun. */
    void began(StreamCall<?> call) {
        calls.add(call);
    }

    /** {@return whether the loop is ending, or has} */
    boolean hasEnded() {
        return ended;
    }

    /** {@return whether it does under streams that are not done} */
    boolean endsEarly() {
        return endsEarly;
    }

    /** {@return how many calls there are of a kind} */
    int count(Predicate<StreamCall<?>> kind) {
        return (int) calls.stream().filter(kind).count();
    }

    @Override
    public String toString() {
        return super.toString() + "\n  accepts: " + accepts.stream().filter(accept -> !accept.isDone()).toList();
    }
}
