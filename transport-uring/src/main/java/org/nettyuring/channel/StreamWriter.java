// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.FileDescriptor;
import java.util.StringJoiner;
import org.nettyuring.abi.Errno;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.SendOp;

/**
 * Sends for a stream channel. At most one send is in flight; it carries everything that was flushed, up to the limits
 * of one send. Entries of the {@link ChannelOutboundBuffer} are removed when the kernel has taken them, not before.
 *
 * <table>
 * <caption>What a completion leads to</caption>
 * <tr><th>mode</th><th>result</th><th>next</th><th>effect</th></tr>
 * <tr><td>OPEN</td><td>bytes</td><td>OPEN</td><td>remove them; send what is left</td></tr>
 * <tr><td>OPEN</td><td>-EAGAIN, -EINTR</td><td>OPEN</td><td>send again, when there is room</td></tr>
 * <tr><td>OPEN</td><td>-EAGAIN, and the input has ended</td><td>OPEN</td><td>{@link RoomPoll}</td></tr>
 * <tr><td>OPEN</td><td>the poll found room</td><td>OPEN</td><td>send again</td></tr>
 * <tr><td>OPEN</td><td>-ECANCELED, the channel leaves its loop</td><td>OPEN</td><td>nothing: it sends after
 * that</td></tr>
 * <tr><td>OPEN</td><td>-ECANCELED, the input has ended meanwhile</td><td>OPEN</td><td>send again</td></tr>
 * <tr><td>OPEN</td><td>other error</td><td>OPEN</td><td>the write failed: Netty closes, or shuts the output
 * down</td></tr>
 * <tr><td>FINISHING</td><td>all bytes, more flushed</td><td>FINISHING</td><td>remove them; send more, cancelled if it
 * has to wait</td></tr>
 * <tr><td>FINISHING</td><td>other error</td><td>FINISHED</td><td>the write failed: Netty shuts the output down, or
 * closes, which is under way; go on with closing</td></tr>
 * <tr><td>FINISHING</td><td>anything else</td><td>FINISHED</td><td>remove what was sent; go on with closing</td></tr>
 * </table>
 * A send waits for room in the kernel, unless the input has ended: the kernel's own poll tells of that at once, again
 * and again (seen on 6.18), and the send would wait in one of its threads ({@code iou-wrk}).
 *
 * <p>FINISHING is what a close or a shutdown of the output does to data flushed before: the kernel gets one try at it,
 * as it would have had with a blocking-free {@code send(2)} at the flush. Loop thread only.
 */
final class StreamWriter implements ChannelPart, SendOp.Listener, ChannelOutboundBuffer.MessageProcessor {
    private final AbstractIoUringChannel channel;
    private final Stream stream;
    private final SendOp send;
    /** Null until the first of them. */
    private SeldomSends seldom;
    private final SentMessages sending = new SentMessages();
    /** Null until a large send. */
    private SendStreak streak;
    private final WriterMode mode = new WriterMode();
    private IoUringIoRegistration loop;
    private boolean triedInVain;
    private boolean inputEnded;
    /** The last send took less than it was given. */
    private boolean cutShort;

    StreamWriter(Stream stream) {
        this.stream = stream;
        channel = stream.channel();
        send = new SendOp(channel.socket.fd(), this);
    }

    @Override
    public void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        if (seldom != null) {
            seldom.attach(newLoop);
        }
    }

    private SeldomSends seldom() {
        if (seldom == null) {
            RoomPoll room = new RoomPoll(channel, this::onRoom);
            seldom = new SeldomSends(room,
                    new RegionSender(channel, sending, room),
                    new ZeroCopySends(channel, this::completed),
                    new DescriptorSend(channel, res -> completed(res, 1)));
            seldom.attach(loop);
        }
        return seldom;
    }

    /** {@return whether a send is in flight or its completion is being handled} */
    boolean isBusy() {
        return sending.isTelling() || send.isInFlight() || seldom != null && seldom.isBusy();
    }

    /** {@return whether writes are refused, because the output is about to be shut down} */
    boolean isFinishing() {
        return !mode.isOpen();
    }

    /** Sends what is flushed. Nothing is in flight. */
    void write(ChannelOutboundBuffer outbound) throws Exception {
        try {
            send.clear();
            if (seldom != null) {
                seldom.regions().beginTurn();
            }
            boolean something = false;
            while (!something && !outbound.isEmpty()) {
                something = sendNext(outbound, outbound.current());
            }
        } finally {
            wrote();
        }
    }

    /** A listener of what needed no send may have asked for a close or a departure, which no completion will end. */
    private void wrote() {
        if (isBusy()) {
            return;
        }
        endStreak();
        if (mode.isFinishing()) {
            finished();
        } else {
            channel.closeSequence().operationEnded();
        }
    }

    /** Whether something is in flight, or waits for room. */
    private boolean sendNext(ChannelOutboundBuffer outbound, Object message) throws Exception {
        if (message instanceof FileRegion region) {
            endStreak();
            return sendRegion(outbound, region);
        }
        if (message instanceof FileDescriptor descriptor) {
            seldom().descriptors().send(descriptor, !inputEnded);
            armed(outbound);
            return true;
        }
        return sendBuffers(outbound);
    }

    private boolean sendRegion(ChannelOutboundBuffer outbound, FileRegion region) throws Exception {
        RegionSender regions = seldom().regions();
        RegionSender.Step step = regions.send(outbound, region);
        switch (step) {
            case SENT -> remove(outbound);
            case WAITING -> armed(outbound);
            case CHUNK -> {
                processMessage(regions.chunkBytes());
                submit(outbound);
            }
        }
        return step != RegionSender.Step.SENT;
    }

    private boolean sendBuffers(ChannelOutboundBuffer outbound) throws Exception {
        ByteBuf first = (ByteBuf) outbound.current();
        int threshold = stream.settings().zeroCopyThreshold();
        if (threshold >= 0 && mode.isOpen() && seldom().zeroCopy().isFor(first, threshold)) {
            endStreak();
            seldom.zeroCopy().send(first, !inputEnded);
            armed(outbound);
            return true;
        }
        outbound.forEachFlushedMessage(this);
        if (send.count() > 0) {
            submit(outbound);
            return true;
        }
        sending.removeBytes(outbound, 0); // empty buffers only
        return false;
    }

    /** Adds a message to the send that is about to be armed; false if it was the last one that fits. */
    @Override
    public boolean processMessage(Object message) {
        return BufferGatherer.add(message, send, channel.socket.syscalls());
    }

    private void submit(ChannelOutboundBuffer outbound) {
        if (inputEnded) {
            send.dontWait();
        } else if (triedInVain) {
            send.pollFirst();
        }
        triedInVain = false;
        if (mode.isOpen()) {
            countStreak();
        }
        send.arm(loop);
        armed(outbound);
    }

    private void armed(ChannelOutboundBuffer outbound) {
        sending.begin(outbound);
        stream.answered();
        if (mode.isFinishing()) {
            cancelAfterFirstTry();
        } else if (channel.isActivating()) {
            loop.submitNow();
        }
    }

    @Override
    public void onSent(int res) {
        completed(res, send.bytes());
    }

    /** The input has ended: what the kernel does not take at once waits in a poll of our own. */
    void inputEnded() {
        inputEnded = true;
        send.cancelBehind(loop);
        if (seldom != null) {
            seldom.cancelSends();
        }
    }

    private void completed(int res, long asked) {
        if (res == -Errno.EAGAIN && inputEnded && mode.isOpen() && channel.closeSequence().isOpen()) {
            seldom().room().await(true);
            return;
        }
        ChannelOutboundBuffer outbound = sending.end();
        cutShort = res < asked;
        if (res > 0) {
            loop.counters().bytesSent += res;
            if (res < asked) {
                loop.counters().shortSends++;
            }
            account(outbound, res);
        }
        goOn(outbound, res, res == asked);
    }

    private void onRoom(int res) {
        seldom.regions().waitEnded();
        goOn(sending.end(), res, res > 0);
    }

    /** Bytes of a flush that was already failed ({@code outbound} is null) are nobody's any more. */
    private void account(ChannelOutboundBuffer outbound, int sent) {
        if (outbound == null) {
            return;
        }
        Object message = outbound.current();
        if (message instanceof FileDescriptor) {
            remove(outbound);
        } else if (message instanceof FileRegion region) {
            seldom.regions().chunkSent(sent);
            sending.progress(outbound, sent);
            if (seldom.regions().isSent(region)) {
                remove(outbound);
            }
        } else {
            sending.removeBytes(outbound, sent);
        }
    }

    private void remove(ChannelOutboundBuffer outbound) {
        releaseRegion();
        sending.remove(outbound);
    }

    private void goOn(ChannelOutboundBuffer outbound, int res, boolean tookAll) {
        boolean again = res == -Errno.EAGAIN || res == -Errno.EINTR || res == 0;
        if (res < 0 && !again && res != -Errno.ECANCELED && outbound != null) {
            channel.uringUnsafe().writeFailed(SocketErrors.of("send", channel.socket, res));
            stream.answerFailed();
        }
        if (!mode.isOpen()) {
            finishOn(outbound, tookAll);
            return;
        }
        triedInVain |= again;
        if (!channel.closeSequence().isOpen()) {
            endStreak(); // now: the next line may be the departure from this loop
        }
        channel.closeSequence().operationEnded();
        channel.uringUnsafe().flushAgain();
        if (!isBusy()) {
            endStreak();
            stream.writerIdle();
        }
    }

    /** Data flushed before a close is sent as long as the kernel takes it at once. */
    private void finishOn(ChannelOutboundBuffer outbound, boolean tookAll) {
        if (mode.isFinishing() && tookAll && outbound != null && !outbound.isEmpty()) {
            try {
                write(outbound);
            } catch (Exception e) {
                channel.pipeline().fireExceptionCaught(e);
            }
        }
        if (!isBusy() && mode.isFinishing()) {
            finished();
        }
    }

    private void releaseRegion() {
        if (seldom != null) {
            seldom.regions().release();
        }
    }

    private void countStreak() {
        if (streak == null && send.bytes() >= SendStreak.LARGE_BYTES) {
            streak = new SendStreak(channel.socket, stream.settings().cork());
        }
        if (streak != null) {
            streak.next(send.bytes(), cutShort);
        }
    }

    private void endStreak() {
        if (streak != null) {
            streak.end();
        }
    }

    private void finished() {
        endStreak();
        releaseRegion();
        mode.ended();
        channel.closeSequence().operationEnded();
    }

    /**
     * Refuses further writes, gives the kernel a try at what is flushed, and then runs a task.
     *
     * @param task on the loop, perhaps at once
     */
    void finish(Runnable task) {
        mode.finish(isBusy(), task);
        cancelAfterFirstTry();
    }

    /** A close comes: as {@link #finish}; a departure from the loop: what the kernel did not take goes out after it. */
    @Override
    public void cancel() {
        if (channel.closeSequence().isClosing()) {
            mode.finish(isBusy(), null);
        }
        cancelAfterFirstTry();
    }

    /** Submissions are taken in order: behind the send, a cancel finds it only if the kernel made it wait. */
    private void cancelAfterFirstTry() {
        send.cancelBehind(loop);
        if (seldom != null) {
            seldom.cancelBehind();
        }
    }

    /** The output is shut down, perhaps with a send in flight. */
    void retainInFlight() throws Exception {
        sending.retain();
    }

    @Override
    public boolean isIdle() {
        return !isBusy();
    }

    @Override
    public void release() {
        releaseRegion();
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        send.describeInFlight(report);
        if (seldom != null) {
            seldom.describeInFlight(report);
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
