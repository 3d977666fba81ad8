// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.ConnectOp;

/**
 * Opens a stream channel's connection: one attempt at a time. It ends by its completion, by its timeout, by its promise
 * being cancelled or by a close; all but the first close the channel. Loop thread only.
 */
final class Connector implements ChannelPart, ConnectOp.Listener {
    private final AbstractIoUringChannel channel;
    private final Stream stream;
    private final ConnectOp connect;
    private IoUringIoRegistration loop;
    private ChannelPromise promise;
    private Future<?> timeout;
    private SocketAddress remote;

    Connector(Stream stream) {
        this.stream = stream;
        channel = stream.channel();
        connect = new ConnectOp(channel.socket.fd(), this);
    }

    @Override
    public void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
    }

    /** {@return whether an attempt is under way} */
    boolean isConnecting() {
        return promise != null;
    }

    /** Begins an attempt, or fails the promise. */
    void connect(SocketAddress newRemote, SocketAddress local, ChannelPromise newPromise) {
        if (newPromise.isDone() || !channel.uringUnsafe().checkOpen(newPromise)) {
            return;
        }
        try {
            begin(newRemote, local, newPromise);
        } catch (Throwable cause) {
            newPromise.tryFailure(channel.uringUnsafe().annotate(cause, newRemote));
        }
    }

    private void begin(SocketAddress newRemote, SocketAddress local, ChannelPromise newPromise) throws Exception {
        if (channel.closeSequence().isClosing()) {
            throw new ClosedChannelException();
        }
        if (promise != null) {
            throw new ConnectionPendingException();
        }
        if (channel.isActive()) {
            throw new AlreadyConnectedException();
        }
        byte[] sockaddr = SocketAddresses.encode(newRemote, channel.socket.domain());
        if (local != null) {
            channel.doBind(local);
        }
        promise = newPromise;
        remote = newRemote;
        connect.arm(loop, sockaddr);
        scheduleTimeout(newPromise);
        newPromise.addListener(future -> {
            if (future.isCancelled() && promise == newPromise) {
                abandon();
            }
        });
    }

    private void scheduleTimeout(ChannelPromise attempt) {
        int millis = channel.config().getConnectTimeoutMillis();
        if (millis > 0) {
            timeout = channel.eventLoop().schedule(() -> {
                if (promise == attempt && attempt.tryFailure(new ConnectTimeoutException(
                        "connection timed out after " + millis + " ms: " + remote))) {
                    abandon();
                }
            }, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void abandon() {
        endAttempt();
        channel.unsafe().close(channel.voidPromise());
    }

    private ChannelPromise endAttempt() {
        ChannelPromise ended = promise;
        promise = null;
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
        return ended;
    }

    @Override
    public void onConnected(int res) {
        if (channel.closeSequence().isClosing()) {
            channel.closeSequence().operationEnded();
            return;
        }
        ChannelPromise attempt = endAttempt();
        if (attempt == null) {
            return; // given up, and the channel with it
        }
        if (res == 0) {
            connected(attempt);
        } else {
            attempt.tryFailure(channel.uringUnsafe().annotate(
                    SocketErrors.ofConnect(channel.socket, remote, res), remote));
            channel.uringUnsafe().flushAgain(); // fails what was flushed meanwhile
        }
        channel.closeSequence().operationEnded();
    }

    private void connected(ChannelPromise attempt) {
        stream.connected(remote);
        boolean told = attempt.trySuccess(); // a listener may close the channel; it was active all the same
        channel.fireActive();
        if (!told) {
            channel.unsafe().close(channel.voidPromise());
        } else if (channel.closeSequence().isOpen()) {
            channel.resume();
        }
    }

    /** A departure from the loop waits for the attempt; a close ends it. */
    @Override
    public void cancel() {
        if (channel.closeSequence().isClosing()) {
            connect.cancel(loop);
        }
    }

    @Override
    public boolean isIdle() {
        return !connect.isInFlight();
    }

    @Override
    public void release() {
        ChannelPromise attempt = endAttempt();
        if (attempt != null) {
            attempt.tryFailure(new ClosedChannelException());
        }
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        if (connect.isInFlight()) {
            report.add(connect.name());
        }
    }

    @Override
    public void onException(Throwable cause) {
        channel.onException(cause);
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
