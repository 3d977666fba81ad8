// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.FileDescriptor;
import java.util.StringJoiner;
import org.nettyuring.abi.Errno;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.SendOp;

/**
 * The operations with which a stream channel sends, one at a time. What they carry is the {@link StreamWriter}'s
 * choice.
 *
 * <table>
 * <caption>Who waits for room</caption>
 * <tr><th>input</th><th>last try</th><th>effect</th></tr>
 * <tr><td>open</td><td>any but in vain</td><td>the kernel, if it finds none</td></tr>
 * <tr><td>open</td><td>in vain</td><td>the kernel, before it tries</td></tr>
 * <tr><td>has ended</td><td>any</td><td>nobody: the send ends with -EAGAIN, and {@link RoomPoll} does. The kernel's own
 * poll tells of the end at once, again and again (seen on 6.18), and the send would wait in one of its threads
 * ({@code iou-wrk})</td></tr>
 * </table>
 * Loop thread only.
 */
final class StreamSends implements ChannelOutboundBuffer.MessageProcessor {
    private final AbstractIoUringChannel channel;
    private final Stream.Settings settings;
    private final StreamWriter writer;
    private final SendOp send;
    /** Null until the first of them. */
    private SeldomSends seldom;
    /** Null until a large send. */
    private SendStreak streak;
    private IoUringIoRegistration loop;
    private boolean triedInVain;
    private boolean inputEnded;

    /**
     * Has nothing in flight.
     *
     * @param stream whose
     * @param writer learns results
     */
    StreamSends(Stream stream, StreamWriter writer) {
        this.writer = writer;
        channel = stream.channel();
        settings = stream.settings();
        send = new SendOp(channel.socket.fd(), writer);
    }

    void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        if (seldom != null) {
            seldom.attach(newLoop);
        }
    }

    /** {@return whether a send is in flight, or a wait for room} */
    boolean isBusy() {
        return send.isInFlight() || seldom != null && seldom.isBusy();
    }

    /** {@return whether the input has ended, and nobody waits for room but {@link #awaitRoom}} */
    boolean hasInputEnded() {
        return inputEnded;
    }

    /** Nothing is in flight: another choice is made. */
    void clear() {
        send.clear();
        if (seldom != null) {
            seldom.regions().beginTurn();
        }
    }

    /** Adds a message to the send that is about to be armed; false if it was the last one that fits. */
    @Override
    public boolean processMessage(Object message) {
        return BufferGatherer.add(message, send, channel.socket.syscalls());
    }

    /** {@return whether something was added} */
    boolean isFilled() {
        return send.count() > 0;
    }

    /** {@return bytes of what was added} */
    long bytes() {
        return send.bytes();
    }

    /**
     * Sends what was added.
     *
     * @param rest whether it begins with what the last send did not take
     * @param open whether the output goes on: this may be one of several
     */
    void submit(boolean rest, boolean open) {
        if (inputEnded) {
            send.dontWait();
        } else if (triedInVain) {
            send.pollFirst();
        }
        triedInVain = false;
        if (open) {
            countStreak(rest);
        }
        send.arm(loop);
    }

    /**
     * {@return whether what was added is to be sent directly: there was room lately, and it is small, or answers a
     * message that was received directly}
     */
    boolean isDirect() {
        if (send.count() != 1 || triedInVain || inputEnded) {
            return false;
        }
        boolean small = send.bytes() < SendStreak.LARGE_BYTES && streak == null;
        return small && loop.takeDirectSend() || (streak == null || streak.isEnded()) && loop.takeLargeSend();
    }

    /**
     * Sends what was added by a system call.
     *
     * @return bytes taken, or {@code -errno}
     */
    int sendDirectly() {
        int res = send.sendDirectly(channel.socket.syscalls());
        loop.counters().directSends++;
        triedInVain = res == -Errno.EAGAIN || res > 0 && res < send.bytes();
        return res;
    }

    private void countStreak(boolean rest) {
        if (streak == null && send.bytes() >= SendStreak.LARGE_BYTES) {
            streak = new SendStreak(channel.socket, settings.cork());
        }
        if (streak != null) {
            streak.next(send.bytes(), rest);
        }
    }

    /** No large send follows. */
    void endStreak() {
        if (streak != null) {
            streak.end();
        }
    }

    /** The last one found no room, or was interrupted. */
    void triedInVain() {
        triedInVain = true;
    }

    void send(FileDescriptor descriptor) {
        seldom().descriptors().send(descriptor, !inputEnded);
    }

    /** Sends a buffer without a copy, if it is worth it. */
    boolean sendWithoutCopy(ByteBuf buffer) {
        int threshold = settings.zeroCopyThreshold();
        if (threshold < 0 || !seldom().zeroCopy().isFor(buffer, threshold)) {
            return false;
        }
        endStreak();
        seldom.zeroCopy().send(buffer, !inputEnded);
        return true;
    }

    RegionSender regions() {
        return seldom().regions();
    }

    private SeldomSends seldom() {
        if (seldom == null) {
            seldom = new SeldomSends(channel, writer);
            seldom.attach(loop);
        }
        return seldom;
    }

    /** A send found none, and the input has ended. */
    void awaitRoom() {
        seldom().room().await(true);
    }

    /** The input has ended: what waits for room in the kernel comes back. */
    void inputEnded() {
        inputEnded = true;
        send.cancelBehind(loop);
        if (seldom != null) {
            seldom.cancelSends();
        }
    }

    /** Submissions are taken in order: behind the send, a cancel finds it only if the kernel made it wait. */
    void cancelAfterFirstTry() {
        send.cancelBehind(loop);
        if (seldom != null) {
            seldom.cancelBehind();
        }
    }

    /** Gives back what a region's bytes were kept in. */
    void releaseRegion() {
        if (seldom != null) {
            seldom.regions().release();
        }
    }

    void describeInFlight(StringJoiner report) {
        send.describeInFlight(report);
        if (seldom != null) {
            seldom.describeInFlight(report);
        }
    }
}
