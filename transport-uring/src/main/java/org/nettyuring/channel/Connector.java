// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.SO_SNDTIMEO;

import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.nettyuring.abi.SocketLayouts.Timeval;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.ConnectOp;

/**
 * Opens a stream channel's connection: one attempt at a time. It ends by its completion, by its timeout, by its promise
 * being cancelled or by a close; all but the first close the channel.
 *
 * <table>
 * <caption>What a completion leads to</caption>
 * <tr><th>res</th><th>attempt</th><th>effect</th></tr>
 * <tr><td>0</td><td>wanted</td><td>the promise succeeds, {@code channelActive}</td></tr>
 * <tr><td>-ENOENT</td><td>wanted</td><td>Unix: no such path, {@code FileNotFoundException}</td></tr>
 * <tr><td>-EAGAIN</td><td>wanted</td><td>Unix: the backlog is full, {@code ConnectException}</td></tr>
 * <tr><td>other error</td><td>wanted</td><td>the promise fails, annotated with the address</td></tr>
 * <tr><td>any</td><td>given up</td><td>none: the channel is being closed</td></tr>
 * </table>
 * Loop thread only.
 */
final class Connector extends OperationOwner implements ChannelPart, ConnectOp.Listener, FastOpen.Host {
    private static final long SHORTEST_MICROS = 1;
    private static final SocketOption<Long> SNDTIMEO = new SocketOption<>("SO_SNDTIMEO", SOL_SOCKET, SO_SNDTIMEO,
            new OptionFormat<>(Timeval.SIZE, value -> value.getLong(Timeval.TV_USEC_OFFSET), (value, micros) -> {
                value.putLong(Timeval.TV_SEC_OFFSET, 0);
                value.putLong(Timeval.TV_USEC_OFFSET, micros);
            }));

    private final Stream stream;
    private final ConnectOp connect;
    /** Null unless it is switched on. */
    private FastOpen fastOpen;
    private ChannelPromise promise;
    private Future<?> timeout;
    private SocketAddress remote;
    private byte[] sockaddr;

    Connector(Stream stream) {
        super(stream.channel());
        this.stream = stream;
        connect = new ConnectOp(channel.socket.fd(), this);
    }

    @Override
    public void attach(IoUringIoRegistration newLoop) {
        super.attach(newLoop);
        if (fastOpen != null) {
            fastOpen.attach(newLoop);
        }
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
        byte[] newSockaddr = SocketAddresses.encode(newRemote, channel.socket.domain());
        if (local != null) {
            channel.doBind(local);
        }
        promise = newPromise;
        remote = newRemote;
        sockaddr = newSockaddr;
        if (!stream.settings().isFastOpenConnect() || !fastOpen().begin(sockaddr)) {
            failIfItHadToWait(true);
            connect.arm(loop, sockaddr);
        }
        scheduleTimeout(newPromise);
        newPromise.addListener(future -> {
            if (future.isCancelled() && promise == newPromise) {
                abandon();
            }
        });
    }

    private FastOpen fastOpen() {
        if (fastOpen == null) {
            fastOpen = new FastOpen(channel, this);
            fastOpen.attach(loop);
        }
        return fastOpen;
    }

    /**
     * A connect to a Unix listener whose backlog is full fails with {@code EAGAIN}, as that of a non-blocking socket.
     * The ring would have a kernel thread of its own wait for each.
     */
    private void failIfItHadToWait(boolean on) {
        if (channel.socket.domain() == AF_UNIX) {
            channel.socket.setOption(SNDTIMEO, on ? SHORTEST_MICROS : 0L);
        }
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
    public void onFastOpenRefused() {
        connect.arm(loop, sockaddr);
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
        failIfItHadToWait(false);
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
            channel.role().resume();
        }
    }

    /** A departure from the loop waits for the attempt; a close ends it. */
    @Override
    public void cancel() {
        if (channel.closeSequence().isClosing()) {
            connect.cancel(loop);
            if (fastOpen != null) {
                fastOpen.cancel();
            }
        }
    }

    @Override
    public boolean isIdle() {
        return !connect.isInFlight() && (fastOpen == null || !fastOpen.isInFlight());
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
        connect.describeInFlight(report);
        if (fastOpen != null) {
            fastOpen.describeInFlight(report);
        }
    }
}
