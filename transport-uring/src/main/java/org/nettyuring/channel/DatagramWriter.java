// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.ChannelOutboundBuffer;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.StringJoiner;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.Submitter;

/**
 * Sends for a datagram channel: up to a window of datagrams at a time, each by its own operation, in the order of the
 * writes. The kernel takes them in that order, too, while it consumes the submissions. Entries of the
 * {@link ChannelOutboundBuffer} are removed from its head only, once the datagrams before them are done.
 *
 * <table>
 * <caption>What the end of a batch of completions leads to</caption>
 * <tr><th>mode</th><th>window</th><th>next</th><th>effect</th></tr>
 * <tr><td>OPEN</td><td>some done at the head</td><td>OPEN</td><td>remove them: each write succeeds or fails for
 * itself</td></tr>
 * <tr><td>OPEN</td><td>none refused</td><td>OPEN</td><td>fill the window from what is flushed</td></tr>
 * <tr><td>OPEN</td><td>some refused, others in flight</td><td>OPEN</td><td>nothing, until the others are back</td></tr>
 * <tr><td>OPEN</td><td>some refused, none in flight</td><td>OPEN</td><td>wait for room; then they are tried again,
 * before anything else</td></tr>
 * <tr><td>OPEN</td><td>some refused, the channel leaves its loop</td><td>OPEN</td><td>tried again from the
 * next</td></tr>
 * <tr><td>FINISHING</td><td>none refused, more flushed</td><td>FINISHING</td><td>fill the window</td></tr>
 * <tr><td>FINISHING</td><td>some refused, or nothing left</td><td>FINISHED</td><td>go on with closing: the rest
 * fails</td></tr>
 * </table>
 * FINISHING is what a close does to data flushed before: it goes out as long as the socket has room, as it would have
 * gone with {@code sendmsg(2)} at the flush. Loop thread only.
 */
final class DatagramWriter implements ChannelPart {
    private final AbstractIoUringChannel channel;
    private final DatagramWindow window;
    private final ChannelOutboundBuffer.MessageProcessor gatherer = this::gather;
    private final Settle settle = new Settle();
    private final SendRoom room;
    private final WriterMode mode = new WriterMode();
    private final FormerRemotes formerRemotes = new FormerRemotes();
    private IoUringIoRegistration loop;
    private int inFlight;
    private int refused;
    /** Flushed messages that the gatherer has yet to pass: they are in the window. */
    private int known;
    /** Promises are being told: their listeners must not send what is being removed. */
    private boolean removing;
    private boolean settling;

    /**
     * Makes an idle writer.
     *
     * @param datagrams the channel's
     * @param windowSize datagrams in flight at most, a power of two
     */
    DatagramWriter(Datagrams datagrams, int windowSize) {
        channel = datagrams.channel();
        window = new DatagramWindow(this, datagrams, windowSize);
        room = new SendRoom(channel, this::roomCame);
    }

    @Override
    public void attach(IoUringIoRegistration newLoop) {
        loop = newLoop;
        room.attach(newLoop);
    }

    /** {@return whether what is flushed now has to wait} */
    boolean holdsFlushes() {
        return isBlocked() || (window.count() > 0 || !formerRemotes.isEmpty()) && !channel.isActive();
    }

    private boolean isBlocked() {
        return removing || window.isFull() || refused > 0;
    }

    /** Sends what is flushed, as far as the window reaches. */
    void write(ChannelOutboundBuffer outbound) throws Exception {
        do {
            known = window.count();
            outbound.forEachFlushedMessage(gatherer);
        } while (removeDone(outbound) && !outbound.isEmpty() && !isBlocked());
        if (channel.isActivating() && inFlight > 0) {
            loop.submitNow();
        }
        endIfIdle();
    }

    /** Adds one message to the window; false to stop. */
    private boolean gather(Object message) {
        if (known > 0) {
            known--;
            return true;
        }
        if (isBlocked() || formerRemotes.isEmpty() && !channel.isActive()) {
            return false;
        }
        DatagramSend send = window.add();
        send.take(message, formerRemotes.next());
        if (send.isRefused()) {
            refused++;
            arm(send);
        }
        return true;
    }

    private void arm(DatagramSend send) {
        refused--;
        inFlight++;
        send.arm(loop);
    }

    /** A send is over. */
    void completed(DatagramSend send, int sentBytes) {
        inFlight--;
        if (send.isRefused()) {
            refused++;
        } else {
            room.found();
        }
        loop.counters().bytesSent += sentBytes;
        settling = true;
        loop.afterDispatch(settle);
    }

    private final class Settle extends Submitter.AfterDispatch {
        @Override
        public void afterDispatch() {
            settling = false;
            settle();
        }
    }

    private void settle() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        if (outbound != null) {
            removeDone(outbound);
        }
        if (mode.isFinishing()) {
            finishOn(outbound);
        } else if (mode.isOpen() && channel.closeSequence().isOpen()) {
            goOn(outbound);
        }
        endIfIdle();
    }

    /** Removes what is done at the head; whether there was something. */
    private boolean removeDone(ChannelOutboundBuffer outbound) {
        boolean some = false;
        removing = true;
        try {
            while (window.isOldestDone()) {
                DatagramSend send = window.get(0);
                Object message = send.message();
                Throwable failure = send.failure();
                window.removeOldest();
                some = true;
                remove(outbound, message, failure);
            }
        } finally {
            removing = false;
        }
        return some;
    }

    private static void remove(ChannelOutboundBuffer outbound, Object message, Throwable failure) {
        while (!outbound.isEmpty() && outbound.current() != message) {
            outbound.remove(); // cancelled before it was flushed
        }
        if (failure == null) {
            outbound.remove();
        } else {
            outbound.remove(failure);
        }
    }

    private void goOn(ChannelOutboundBuffer outbound) {
        if (refused > 0) {
            if (inFlight == 0 && !room.isAwaited()) {
                room.await();
            }
            return;
        }
        if (!formerRemotes.isEmpty()) {
            writeOn(outbound); // though the channel may be inactive by now
        }
        if (formerRemotes.isEmpty()) {
            channel.uringUnsafe().flushAgain();
        }
    }

    private void writeOn(ChannelOutboundBuffer outbound) {
        if (outbound != null && !outbound.isEmpty()) {
            try {
                write(outbound);
            } catch (Exception e) {
                channel.pipeline().fireExceptionCaught(e);
            }
        }
    }

    /** Or its wait was cancelled. */
    private void roomCame() {
        if (channel.closeSequence().isOpen()) {
            sendRefused();
        }
        endIfIdle();
    }

    private void sendRefused() {
        for (int i = 0; i < window.count(); i++) {
            DatagramSend send = window.get(i);
            if (send.isRefused()) {
                arm(send);
            }
        }
    }

    private void finishOn(ChannelOutboundBuffer outbound) {
        if (refused == 0) {
            writeOn(outbound);
        }
    }

    /** The channel is on a loop again: sends what the last one did not. */
    void resume() {
        sendRefused();
        goOn(channel.unsafe().outboundBuffer());
    }

    /**
     * The socket is about to be connected, or no longer. What was flushed before goes where it would have gone: what
     * was submitted reaches the kernel now, the rest is sent to the address.
     *
     * @param former where the socket was connected; null if it was not
     */
    void remoteChanges(SocketAddress former) throws Exception {
        if (former != null) {
            for (int i = 0; i < window.count(); i++) {
                window.get(i).addressTo(former);
            }
            formerRemotes.add(former, channel.unsafe().outboundBuffer(), window.count());
        }
        if (inFlight > 0) {
            loop.submitNow();
        }
    }

    private boolean isBusy() {
        return inFlight > 0 || settling || removing || room.isPolling();
    }

    private void endIfIdle() {
        if (!isBusy()) {
            if (mode.isFinishing()) {
                mode.ended();
            }
            channel.closeSequence().operationEnded();
        }
    }

    @Override
    public void cancel() {
        if (channel.closeSequence().isClosing()) {
            mode.finish(isBusy(), null);
        }
        room.cancel();
    }

    @Override
    public boolean isIdle() {
        return !isBusy();
    }

    /** What was sent behind a refused datagram has succeeded nevertheless; then forgets the rest. */
    @Override
    public void release() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        if (outbound != null && refused > 0) {
            ClosedChannelException cause = new ClosedChannelException();
            for (int i = 0; i < window.count(); i++) {
                window.get(i).giveUp(cause);
            }
            removeDone(outbound);
        }
        while (window.count() > 0) {
            window.removeOldest();
        }
        refused = 0;
    }

    @Override
    public void describeInFlight(StringJoiner report) {
        window.describeInFlight(report);
        room.describeInFlight(report);
    }
}
