// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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
 * <tr><td>OPEN</td><td>-ECANCELED</td><td>OPEN</td><td>nothing: the channel leaves its loop, and sends after
 * that</td></tr>
 * <tr><td>OPEN</td><td>other error</td><td>OPEN</td><td>the write failed: Netty closes, or shuts the output
 * down</td></tr>
 * <tr><td>FINISHING</td><td>all bytes, more flushed</td><td>FINISHING</td><td>remove them; send more, cancelled if it
 * has to wait</td></tr>
 * <tr><td>FINISHING</td><td>anything else</td><td>FINISHED</td><td>remove what was sent; go on with closing</td></tr>
 * </table>
 * FINISHING is what a close or a shutdown of the output does to data flushed before: the kernel gets one try at it, as
 * it would have had with a blocking-free {@code send(2)} at the flush. Loop thread only.
 */
final class StreamWriter implements ChannelPart, SendOp.Listener {
    /** More than a socket's buffer takes at once. */
    private static final int MAX_BYTES = 8 << 20;

    private enum Mode { OPEN, FINISHING, FINISHED }

    private final AbstractIoUringChannel channel;
    private final Stream stream;
    private final SendOp send;
    private final FileRegionChunk chunk = new FileRegionChunk();
    private final ZeroCopySends zeroCopy;
    private final ChannelOutboundBuffer.MessageProcessor gatherer = this::gather;
    /** Messages of a send whose outbound buffer is gone; the kernel still reads them. */
    private final List<Object> retained = new ArrayList<>(0);
    private IoUringIoRegistration loop;
    private Mode mode = Mode.OPEN;
    /** The buffer whose entries are being sent; null if nothing is in flight, or if it is gone. */
    private ChannelOutboundBuffer sending;
    /** Promises are being told: their listeners must not start a send of what is being removed. */
    private boolean removing;
    private boolean triedInVain;
    private Runnable whenFinished;

    StreamWriter(Stream stream) {
        this.stream = stream;
        channel = stream.channel();
        send = new SendOp(channel.socket.fd(), this);
        zeroCopy = new ZeroCopySends(channel, this::onZeroCopySent);
    }

    @Override
    public void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        zeroCopy.attach(newLoop);
    }

    /** {@return whether a send is in flight or its completion is being handled} */
    boolean isBusy() {
        return removing || send.isInFlight() || zeroCopy.isSending();
    }

    /** {@return whether writes are refused, because the output is about to be shut down} */
    boolean isFinishing() {
        return mode != Mode.OPEN;
    }

    /** Sends what is flushed. Nothing is in flight. */
    void write(ChannelOutboundBuffer outbound) throws Exception {
        try {
            send.clear();
            boolean something = false;
            while (!something && !outbound.isEmpty()) {
                Object message = outbound.current();
                something = message instanceof FileRegion region
                        ? sendRegion(outbound, region)
                        : sendBuffers(outbound);
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
        if (mode == Mode.FINISHING) {
            finished();
        } else {
            channel.closeSequence().operationEnded();
        }
    }

    private boolean sendRegion(ChannelOutboundBuffer outbound, FileRegion region) throws Exception {
        if (chunk.isEmpty() && region.transferred() >= region.count()) {
            remove(outbound);
            return false;
        }
        if (chunk.fill(region, channel.alloc())) {
            ByteBuf bytes = chunk.bytes();
            int length = bytes.readableBytes();
            send.add(BufferAddresses.of(bytes, bytes.readerIndex(), length, channel.socket.syscalls()), length);
            submit(outbound);
        } else {
            channel.eventLoop().execute(channel.uringUnsafe()::flushAgain); // the region has nothing right now
        }
        return true;
    }

    private boolean sendBuffers(ChannelOutboundBuffer outbound) throws Exception {
        ByteBuf first = (ByteBuf) outbound.current();
        int threshold = stream.settings().zeroCopyThreshold();
        if (threshold >= 0 && mode == Mode.OPEN && zeroCopy.isFor(first, threshold)) {
            sending = outbound;
            zeroCopy.send(first);
            return true;
        }
        outbound.forEachFlushedMessage(gatherer);
        if (send.count() > 0) {
            submit(outbound);
            return true;
        }
        removeBytes(outbound, 0); // empty buffers only
        return false;
    }

    /** Adds one message to the send; false to stop. */
    private boolean gather(Object message) {
        if (!(message instanceof ByteBuf buffer)) {
            return false;
        }
        int length = buffer.readableBytes();
        if (length == 0) {
            return true;
        }
        if (buffer.nioBufferCount() == 1) {
            long address = BufferAddresses.of(buffer, buffer.readerIndex(), length, channel.socket.syscalls());
            return send.add(address, length) && send.bytes() < MAX_BYTES;
        }
        for (ByteBuffer part : buffer.nioBuffers()) {
            if (part.hasRemaining()
                    && !send.add(BufferAddresses.of(part, channel.socket.syscalls()), part.remaining())) {
                return false;
            }
        }
        return send.bytes() < MAX_BYTES;
    }

    private void submit(ChannelOutboundBuffer outbound) {
        if (triedInVain) {
            triedInVain = false;
            send.pollFirst();
        }
        sending = outbound;
        send.arm(loop);
        if (mode == Mode.FINISHING) {
            cancelAfterFirstTry();
        } else if (channel.isActivating()) {
            loop.submitNow();
        }
    }

    @Override
    public void onSent(int res) {
        completed(res, send.bytes());
    }

    private void onZeroCopySent(int res, int asked) {
        completed(res, asked);
    }

    private void completed(int res, long asked) {
        ChannelOutboundBuffer outbound = sending;
        sending = null;
        releaseRetained();
        if (res > 0) {
            loop.counters().bytesSent += res;
            if (res < asked) {
                loop.counters().shortSends++;
            }
            account(outbound, res);
        }
        if (mode == Mode.OPEN) {
            goOn(outbound, res);
        } else {
            finishOn(outbound, res == asked);
        }
    }

    /** Bytes of a flush that was already failed ({@code outbound} is null) are nobody's any more. */
    private void account(ChannelOutboundBuffer outbound, int sent) {
        if (outbound == null) {
            return;
        }
        if (outbound.current() instanceof FileRegion region) {
            chunk.sent(sent);
            outbound.progress(sent);
            if (chunk.isEmpty() && region.transferred() >= region.count()) {
                remove(outbound);
            }
        } else {
            removeBytes(outbound, sent);
        }
    }

    private void remove(ChannelOutboundBuffer outbound) {
        removing = true;
        try {
            chunk.release();
            outbound.remove();
        } finally {
            removing = false;
        }
    }

    private void removeBytes(ChannelOutboundBuffer outbound, int sent) {
        removing = true;
        try {
            outbound.removeBytes(sent);
        } finally {
            removing = false;
        }
    }

    private void goOn(ChannelOutboundBuffer outbound, int res) {
        if (res == -Errno.EAGAIN || res == -Errno.EINTR || res == 0) {
            triedInVain = true;
        } else if (res < 0 && res != -Errno.ECANCELED && outbound != null) {
            channel.uringUnsafe().writeFailed(SocketErrors.of("send", channel.socket, res));
        }
        channel.closeSequence().operationEnded();
        channel.uringUnsafe().flushAgain();
        if (!isBusy()) {
            stream.writerIdle();
        }
    }

    /** Data flushed before a close is sent as long as the kernel takes it at once. */
    private void finishOn(ChannelOutboundBuffer outbound, boolean tookAll) {
        if (mode == Mode.FINISHING && tookAll && outbound != null && !outbound.isEmpty()) {
            try {
                write(outbound);
            } catch (Exception e) {
                channel.pipeline().fireExceptionCaught(e);
            }
        }
        if (!isBusy() && mode == Mode.FINISHING) {
            finished();
        }
    }

    private void finished() {
        mode = Mode.FINISHED;
        Runnable task = whenFinished;
        whenFinished = null;
        if (task != null) {
            task.run();
        }
        channel.closeSequence().operationEnded();
    }

    /**
     * Refuses further writes, gives the kernel a try at what is flushed, and then runs a task.
     *
     * @param task on the loop, perhaps at once
     */
    void finish(Runnable task) {
        if (whenFinished != null) {
            Runnable first = whenFinished;
            whenFinished = () -> {
                first.run();
                task.run();
            };
        } else if (isBusy()) {
            mode = Mode.FINISHING;
            whenFinished = task;
            cancelAfterFirstTry();
        } else {
            mode = Mode.FINISHED;
            task.run();
        }
    }

    /** A close comes: as {@link #finish}; a departure from the loop: what the kernel did not take goes out after it. */
    @Override
    public void cancel() {
        if (channel.closeSequence().isClosing() && mode == Mode.OPEN) {
            mode = isBusy() ? Mode.FINISHING : Mode.FINISHED;
        }
        cancelAfterFirstTry();
    }

    /** Submissions are taken in order: behind the send, a cancel finds it only if the kernel made it wait. */
    private void cancelAfterFirstTry() {
        send.cancelBehind(loop);
        zeroCopy.cancel();
    }

    /** The output is shut down with a send in flight: keeps what the kernel reads, whoever releases its owner. */
    void retainInFlight() throws Exception {
        if (sending == null) {
            return;
        }
        sending.forEachFlushedMessage(message -> {
            retained.add(ReferenceCountUtil.retain(message));
            return retained.size() < SendOp.MAX_IOVECS;
        });
        sending = null;
    }

    private void releaseRetained() {
        if (!retained.isEmpty()) {
            retained.forEach(ReferenceCountUtil::safeRelease);
            retained.clear();
        }
    }

    @Override
    public boolean isIdle() {
        return !isBusy();
    }

    @Override
    public void release() {
        chunk.release();
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        if (send.isInFlight()) {
            report.add(send.name());
        }
        zeroCopy.describeInFlight(report);
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
