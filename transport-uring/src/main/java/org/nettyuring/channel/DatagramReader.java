// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.nettyuring.abi.Errno;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.RecvListener;
import org.nettyuring.op.Submitter;

/**
 * Receives for a datagram channel. At most one receive is armed.
 *
 * <table>
 * <caption>What is armed</caption>
 * <tr><th>when</th><th>what</th></tr>
 * <tr><td>wanted, autoRead on</td><td>a multishot receive into provided buffers, which stays</td></tr>
 * <tr><td>wanted, autoRead off or switched lately, or no provided buffers</td><td>a poll; then receives into
 * allocated buffers, one after the other, until there is no datagram or the allocator has enough</td></tr>
 * <tr><td>wanted, but datagrams are parked</td><td>nothing: they are delivered first</td></tr>
 * <tr><td>wanted, but there was no memory</td><td>nothing, until buffers came back or a pause is over</td></tr>
 * <tr><td>not wanted</td><td>nothing: the error of an earlier datagram is for the next write</td></tr>
 * </table>
 *
 * <table>
 * <caption>What a completion leads to</caption>
 * <tr><th>channel</th><th>result</th><th>effect</th></tr>
 * <tr><td>open</td><td>a datagram</td><td>delivered, or parked if nobody wants it; also after a cancel</td></tr>
 * <tr><td>open</td><td>a datagram, no MORE</td><td>the same; armed again at the end of the batch</td></tr>
 * <tr><td>open</td><td>-EAGAIN</td><td>the read loop ends; polls again if wanted</td></tr>
 * <tr><td>open</td><td>-ENOBUFS, -ENOMEM</td><td>armed again when buffers came back, or after a pause, see
 * {@link BufferWaiter}</td></tr>
 * <tr><td>open</td><td>-ECANCELED, -EINTR</td><td>armed again if wanted</td></tr>
 * <tr><td>open</td><td>another error, of an earlier datagram; or no memory for too long</td><td>the read loop ends,
 * {@code exceptionCaught}; armed again</td></tr>
 * <tr><td>leaves its loop</td><td>a datagram</td><td>as open; armed again on the next loop</td></tr>
 * <tr><td>closing</td><td>a datagram</td><td>dropped, its buffer goes back</td></tr>
 * <tr><td>closing</td><td>anything else</td><td>nothing</td></tr>
 * </table>
 * Completions of one batch are one read loop, which ends in {@link #endOfBatch}. Loop thread only.
 */
final class DatagramReader implements ChannelPart, RecvListener, PollOp.Listener {
    private final AbstractIoUringChannel channel;
    private final Datagrams datagrams;
    private final ReadLoop readLoop;
    private final DatagramReceives receives;
    private final Consumer<Object> arrivals;
    private final EndOfBatch endOfBatch = new EndOfBatch();
    private final DeliveryTask delivery;
    private final ReceiveChoice choice = new ReceiveChoice();
    private IoUringIoRegistration loop;
    private boolean socketEmpty;
    private int error;

    DatagramReader(Datagrams datagrams) {
        this.datagrams = datagrams;
        channel = datagrams.channel();
        readLoop = ReadLoop.of(channel);
        arrivals = readLoop::arrived;
        receives = new DatagramReceives(channel, this, datagrams.peers(), this::arm);
        delivery = new DeliveryTask(channel, this::deliverParked);
    }

    @Override
    public void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        receives.attach(newLoop);
    }

    /** {@code read()} was called. */
    void beginRead() {
        readLoop.readRequested();
        arm();
    }

    /** Reads are no longer wanted: what comes from now on is parked. */
    void stop() {
        readLoop.clearRequest();
        if (receives.isMultishotArmed()) {
            choice.cancelled();
            receives.cancelMultishot();
        }
        arm();
    }

    /** What is armed next has the new one. */
    void priorityChanged() {
        receives.cancelReceive();
    }

    /** The channel is active and on a loop. */
    void resume() {
        if (readLoop.isRequested() || !channel.config().isAutoRead()) {
            arm();
        }
    }

    private void arm() {
        if (loop == null || !channel.closeSequence().isOpen() || !channel.isActive()
                || readLoop.isDelivering() || readLoop.isBegun()) {
            return; // never, or again at the end of the batch
        }
        if (!readLoop.isWanted()) {
            return;
        }
        if (readLoop.hasParked()) {
            delivery.schedule();
        } else if (receives.isReceiving()) {
            receives.cancelIfTooSmall(payloadLimit());
        } else if (!receives.isStarved()) {
            receive();
        }
    }

    private void receive() {
        socketEmpty = false;
        if (!choice.stays(channel.config().isAutoRead()) || !receives.armMultishot(payloadLimit())) {
            receives.awaitReadable();
        }
    }

    private int payloadLimit() {
        return datagrams.payloadLimit(readLoop.messageLimit());
    }

    @Override
    public void onBytes(int res, int flags) {
        ByteBuf payload = receives.take(res, flags, payloadLimit());
        loop.counters().bytesReceived += payload.readableBytes();
        if (channel.closeSequence().isClosing()) {
            payload.release();
            return;
        }
        loop.afterDispatch(endOfBatch);
        datagrams.packets().received(payload, receives.header(), arrivals);
    }

    @Override
    public void onEnded(int res, int flags) {
        boolean again = receives.ended(res, flags);
        if (res == -Errno.EAGAIN) {
            socketEmpty = true;
        } else if (res < 0 && !again && res != -Errno.ECANCELED && res != -Errno.EINTR) {
            error = -res;
        }
        channel.closeSequence().operationEnded();
        if (res != -Errno.ECANCELED || readLoop.isBegun()) {
            loop.afterDispatch(endOfBatch); // not by a task: by then the channel may have left the loop
        } else {
            arm();
        }
    }

    @Override
    public void onPolled(PollOp op, int res) {
        channel.closeSequence().operationEnded();
        if (!channel.closeSequence().isOpen()) {
            return;
        }
        if (res >= 0 && !receives.isReceiving() && readLoop.isWanted() && !readLoop.hasParked()) {
            receives.armSingle();
        } else {
            arm();
        }
    }

    private final class EndOfBatch extends Submitter.AfterDispatch {
        @Override
        public void afterDispatch() {
            endOfBatch();
        }
    }

    private void endOfBatch() {
        if (continuesInSocket()) {
            receives.armSingle();
            return;
        }
        boolean completed = readLoop.complete();
        if (error != 0 && !channel.closeSequence().isClosing()) {
            reportError(completed);
        }
        arm();
    }

    /** A read loop of single receives goes on at once while the socket has more. */
    private boolean continuesInSocket() {
        return readLoop.isBegun() && channel.closeSequence().isOpen() && !receives.isReceiving() && !socketEmpty
                && error == 0 && !receives.isStarved() && !readLoop.hasParked();
    }

    private void reportError(boolean afterDatagrams) {
        int errno = error;
        error = 0;
        if (!afterDatagrams) {
            boolean requested = readLoop.isRequested();
            readLoop.completeEmpty();
            if (requested) {
                readLoop.readRequested();
            }
        }
        channel.pipeline().fireExceptionCaught(datagrams.packets().failure("recvmsg", null, -errno));
    }

    private void deliverParked() {
        readLoop.deliver();
        readLoop.complete();
        arm();
    }

    @Override
    public void cancel() {
        receives.cancel();
    }

    @Override
    public boolean isIdle() {
        return receives.isIdle();
    }

    @Override
    public void release() {
        if (!readLoop.isDelivering()) {
            readLoop.complete(); // closed between two receives of one read loop: channelReadComplete is still owed
        }
        readLoop.release();
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        receives.describeInFlight(report);
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
