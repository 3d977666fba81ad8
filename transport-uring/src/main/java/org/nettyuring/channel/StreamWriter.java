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
 * FINISHING is what a close or a shutdown of the output does to data flushed before: the kernel gets one try at it,
 * as it would have had with a blocking-free {@code send(2)} at the flush. Loop thread only.
 */
final class StreamWriter extends OperationOwner implements ChannelPart, SendOp.Listener {
    private final Stream stream;
    private final StreamSends sends;
    private final SentMessages sending = new SentMessages();
    private final WriterMode mode = new WriterMode();
    /** The last send took less than it was given. */
    private boolean cutShort;

    StreamWriter(Stream stream) {
        super(stream.channel());
        this.stream = stream;
        sends = new StreamSends(stream, this);
    }

    @Override
    public void attach(IoUringIoRegistration newLoop) {
        super.attach(newLoop);
        sends.attach(newLoop);
    }

    /** {@return whether a send is in flight or its completion is being handled} */
    boolean isBusy() {
        return sending.isTelling() || sends.isBusy();
    }

    /** {@return whether writes are refused, because the output is about to be shut down} */
    boolean isFinishing() {
        return !mode.isOpen();
    }

    /** {@return whose entries are being sent} */
    SentMessages sending() {
        return sending;
    }

    /** Sends what is flushed. Nothing is in flight. */
    void write(ChannelOutboundBuffer outbound) throws Exception {
        try {
            sends.clear();
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
        sends.endStreak();
        if (mode.isFinishing()) {
            finished();
        } else {
            channel.closeSequence().operationEnded();
        }
    }

    /** Whether something is in flight, or waits for room. */
    private boolean sendNext(ChannelOutboundBuffer outbound, Object message) throws Exception {
        if (message instanceof FileRegion region) {
            sends.endStreak();
            return sendRegion(outbound, region);
        }
        if (message instanceof FileDescriptor descriptor) {
            sends.send(descriptor);
            armed(outbound);
            return true;
        }
        return sendBuffers(outbound);
    }

    private boolean sendRegion(ChannelOutboundBuffer outbound, FileRegion region) throws Exception {
        RegionSender regions = sends.regions();
        RegionSender.Step step = regions.send(outbound, region);
        switch (step) {
            case SENT -> remove(outbound);
            case WAITING -> armed(outbound);
            case CHUNK -> {
                sends.processMessage(regions.chunkBytes());
                submit(outbound);
            }
        }
        return step != RegionSender.Step.SENT;
    }

    private boolean sendBuffers(ChannelOutboundBuffer outbound) throws Exception {
        if (mode.isOpen() && sends.sendWithoutCopy((ByteBuf) outbound.current())) {
            armed(outbound);
            return true;
        }
        outbound.forEachFlushedMessage(sends);
        if (!sends.isFilled()) {
            sending.removeBytes(outbound, 0); // empty buffers only
            return false;
        }
        if (mode.isOpen() && sends.isDirect()) {
            return sendDirectly(outbound);
        }
        submit(outbound);
        return true;
    }

    /** Where a turn of the ring is not worth its while. What the kernel does not take goes with the ring. */
    private boolean sendDirectly(ChannelOutboundBuffer outbound) throws Exception {
        long asked = sends.bytes();
        int res = sends.sendDirectly();
        if (res > 0) {
            stream.answered();
            count(res, asked);
            sends.clear();
            sending.removeBytes(outbound, res);
            return false;
        }
        if (isWorthAnotherTry(res)) {
            submit(outbound);
            return true;
        }
        stream.answerFailed();
        throw SocketErrors.of("send", channel.socket, res);
    }

    private void submit(ChannelOutboundBuffer outbound) {
        sends.submit(cutShort, mode.isOpen());
        armed(outbound);
    }

    private void armed(ChannelOutboundBuffer outbound) {
        sending.begin(outbound);
        stream.answered();
        if (mode.isFinishing()) {
            sends.cancelAfterFirstTry();
        } else if (channel.isActivating()) {
            loop.submitNow();
        }
    }

    @Override
    public void onSent(int res) {
        completed(res, sends.bytes());
    }

    /** Nothing more comes in; the output goes on. */
    void inputEnded() {
        sends.inputEnded();
    }

    /** A send is over: bytes taken, of those asked for, or {@code -errno}. */
    void completed(int res, long asked) {
        if (res == -Errno.EAGAIN && sends.hasInputEnded() && mode.isOpen() && channel.closeSequence().isOpen()) {
            sends.awaitRoom();
            return;
        }
        ChannelOutboundBuffer outbound = sending.end();
        count(res, asked);
        if (res > 0) {
            account(outbound, res);
        }
        goOn(outbound, res, res == asked);
    }

    private void count(int res, long asked) {
        cutShort = res < asked;
        if (res > 0) {
            loop.counters().bytesSent += res;
            if (res < asked) {
                loop.counters().shortSends++;
            }
        }
    }

    private static boolean isWorthAnotherTry(int res) {
        return res == -Errno.EAGAIN || res == -Errno.EINTR || res == 0;
    }

    /** A wait for room is over: the events that are there, or {@code -errno}. */
    void onRoom(int res) {
        sends.regions().waitEnded();
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
            RegionSender regions = sends.regions();
            regions.chunkSent(sent);
            sending.progress(outbound, sent);
            if (regions.isSent(region)) {
                remove(outbound);
            }
        } else {
            sending.removeBytes(outbound, sent);
        }
    }

    private void remove(ChannelOutboundBuffer outbound) {
        sends.releaseRegion();
        sending.remove(outbound);
    }

    private void goOn(ChannelOutboundBuffer outbound, int res, boolean tookAll) {
        boolean again = isWorthAnotherTry(res);
        if (res < 0 && !again && res != -Errno.ECANCELED && outbound != null) {
            channel.uringUnsafe().writeFailed(SocketErrors.of("send", channel.socket, res));
            stream.answerFailed();
        }
        if (!mode.isOpen()) {
            finishOn(outbound, tookAll);
            return;
        }
        if (again) {
            sends.triedInVain();
        }
        if (!channel.closeSequence().isOpen()) {
            sends.endStreak(); // now: the next line may be the departure from this loop
        }
        channel.closeSequence().operationEnded();
        channel.uringUnsafe().flushAgain();
        if (!isBusy()) {
            sends.endStreak();
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

    private void finished() {
        sends.endStreak();
        sends.releaseRegion();
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
        sends.cancelAfterFirstTry();
    }

    /** A close comes: as {@link #finish}; a departure from the loop: what the kernel did not take goes out after it. */
    @Override
    public void cancel() {
        if (channel.closeSequence().isClosing()) {
            mode.finish(isBusy(), null);
        }
        sends.cancelAfterFirstTry();
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
        sends.releaseRegion();
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        sends.describeInFlight(report);
    }
}
