// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.nettyuring.abi.Errno;
import org.nettyuring.op.AcceptOp;
import org.nettyuring.op.Submitter;
import org.nettyuring.ring.Feature;

/**
 * Accepts connections for a server channel: with autoRead one accept that goes on, without it one connection per
 * {@code read()}. Connections of one batch are one read loop. When the process or the machine has no descriptor or
 * memory left, the failure is reported and the next try waits, longer each time, so that a server which is full does
 * not spin. Loop thread only.
 */
final class Acceptor extends OperationOwner implements ChannelPart, AcceptOp.Listener {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final Function<Socket, Channel> children;
    private final AcceptOp accept;
    private final EndOfBatch endOfBatch = new EndOfBatch();
    private final DeliveryTask delivery;
    /** Accepted, but not wanted yet. */
    private final Queue<Socket> parked = new ArrayDeque<>(2);
    private Future<?> pause;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean readPending;
    private boolean begun;
    private boolean delivering;
    private int failure;

    /**
     * Makes the acceptor of a channel.
     *
     * @param channel listens
     * @param children makes the channel of an accepted socket; throws if the connection is gone already
     */
    Acceptor(AbstractIoUringChannel channel, Function<Socket, Channel> children) {
        super(channel);
        this.children = children;
        accept = new AcceptOp(channel.socket.fd(), this);
        delivery = new DeliveryTask(channel, this::deliverParked);
    }

    /** {@code read()} was called. */
    void beginRead() {
        readPending = true;
        arm();
    }

    /** Connections are no longer wanted. */
    void stop() {
        readPending = false;
        accept.cancel(loop);
    }

    /** What is armed next has the new one. */
    void priorityChanged() {
        accept.cancel(loop);
    }

    /** The channel is listening and on a loop. */
    void resume() {
        if (readPending) {
            arm();
        }
    }

    private boolean isWanted() {
        return readPending || channel.config().isAutoRead();
    }

    private void arm() {
        if (loop == null || !channel.closeSequence().isOpen() || !channel.isActive() || pause != null
                || delivering || begun || !isWanted()) {
            return; // never, or again at the end of the batch or of the pause
        }
        if (!parked.isEmpty()) {
            delivery.schedule();
        } else if (!accept.isInFlight()) {
            accept.arm(loop, channel.config().isAutoRead() && loop.capabilities().has(Feature.ACCEPT_MULTISHOT));
        }
    }

    @Override
    public void onAccepted(int fd) {
        loop.counters().accepted++;
        pauseMillis = FIRST_PAUSE_MILLIS;
        if (channel.closeSequence().isClosing()) {
            channel.socket.syscalls().close(fd);
            return;
        }
        loop.afterDispatch(endOfBatch);
        parked.add(channel.socket.accepted(fd));
        deliver();
    }

    @Override
    public void onEnded(int res) {
        if (isFailure(res)) {
            failure = res;
        }
        channel.closeSequence().operationEnded();
        if (res == -Errno.ECANCELED && !begun) {
            arm(); // perhaps outside a batch
        } else {
            loop.afterDispatch(endOfBatch);
        }
    }

    /** A connection that ended before it was accepted is not a failure of the server. */
    private static boolean isFailure(int res) {
        return res < 0 && res != -Errno.ECANCELED && res != -Errno.EAGAIN && res != -Errno.EINTR
                && res != -Errno.ECONNABORTED;
    }

    private final class EndOfBatch extends Submitter.AfterDispatch {
        @Override
        public void afterDispatch() {
            complete();
            reportFailure();
            arm();
        }
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (!parked.isEmpty() && (begun || isWanted())) {
                deliverOne();
            }
        } finally {
            delivering = false;
        }
    }

    private void deliverOne() {
        ExtendedHandle handle = handle();
        if (!begun) {
            begun = true;
            handle.reset(channel.config());
            handle.attemptedBytesRead(1);
        }
        Socket socket = parked.poll();
        handle.lastBytesRead(1);
        handle.incMessagesRead(1);
        readPending = false;
        Channel child;
        try {
            child = children.apply(socket);
        } catch (RuntimeException e) {
            channel.socket.syscalls().close(socket.fd()); // reset already; its options cannot be set
            channel.pipeline().fireExceptionCaught(e);
            return;
        }
        channel.pipeline().fireChannelRead(child);
        if (!handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER)) {
            complete();
        }
    }

    private void complete() {
        if (begun) {
            begun = false;
            handle().readComplete();
            channel.pipeline().fireChannelReadComplete();
        }
    }

    private ExtendedHandle handle() {
        return (ExtendedHandle) channel.unsafe().recvBufAllocHandle();
    }

    private void reportFailure() {
        if (failure == 0 || !channel.closeSequence().isOpen()) {
            return;
        }
        int result = failure;
        failure = 0;
        pause = channel.eventLoop().schedule(() -> {
            pause = null;
            arm();
        }, pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.fireExceptionCaught(SocketErrors.of("accept", channel.socket, result));
    }

    private void deliverParked() {
        deliver();
        complete();
        arm();
    }

    @Override
    public void cancel() {
        if (pause != null) {
            pause.cancel(false);
            pause = null;
        }
        accept.cancel(loop);
    }

    @Override
    public boolean isIdle() {
        return !accept.isInFlight();
    }

    @Override
    public void release() {
        for (Socket socket; (socket = parked.poll()) != null;) {
            channel.socket.syscalls().close(socket.fd());
        }
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        accept.describeInFlight(report);
    }
}
