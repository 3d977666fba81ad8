// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_SOCK_NONEMPTY;

import io.netty.buffer.ByteBuf;
import java.util.StringJoiner;
import org.nettyuring.abi.Errno;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.PollOp;
import org.nettyuring.op.RecvListener;
import org.nettyuring.op.Submitter;

/**
 * Receives for a stream channel. At most one receive is armed.
 *
 * <table>
 * <caption>What is armed</caption>
 * <tr><th>when</th><th>what</th></tr>
 * <tr><td>wanted</td><td>a multishot receive into provided buffers, which stays; or one receive into a provided buffer,
 * of one message, see {@link ReceiveChoice}</td></tr>
 * <tr><td>wanted, no provided buffers in this kernel</td><td>a poll, then one receive into an allocated
 * buffer</td></tr>
 * <tr><td>wanted, and messages are large</td><td>a poll that stays, see {@link DirectReads}</td></tr>
 * <tr><td>wanted, read mode {@code FILE_DESCRIPTORS}</td><td>a receive of one byte and its descriptors</td></tr>
 * <tr><td>the read mode was switched</td><td>a cancel of what receives in the other mode</td></tr>
 * <tr><td>wanted, but bytes are parked</td><td>nothing: they are delivered first</td></tr>
 * <tr><td>wanted, but there was no memory</td><td>nothing, until buffers came back or a pause is over, see
 * {@link BufferWaiter}</td></tr>
 * <tr><td>not wanted</td><td>a poll that notices that the peer has gone</td></tr>
 * <tr><td>a multishot receive is armed, and no send followed what it brought</td><td>the same poll beside it, see
 * {@link PeerEnd}</td></tr>
 * </table>
 * Completions of one batch are one read loop, which ends in {@link #afterDispatch}. Loop thread only.
 */
final class StreamReader extends Submitter.AfterDispatch implements ChannelPart, RecvListener, PollOp.Listener {
    private final AbstractIoUringChannel channel;
    private final ReadLoop readLoop;
    private final StreamReceives receives;
    private final FragmentJoin fragments = new FragmentJoin();
    private IoUringIoRegistration loop;
    /** Null until there was a reason to watch for it, or it was seen. */
    private PeerEnd end;
    /** Null until something was parked. */
    private DeliveryTask delivery;
    /** Null until reads were switched off, one was received with autoRead off, or a message was large. */
    private ReceiveChoice choice;
    private boolean moreInSocket;
    /** Bytes came, or a send failed, and no send since. */
    private boolean unanswered;

    StreamReader(Stream stream) {
        channel = stream.channel();
        readLoop = ReadLoop.of(channel);
        receives = new StreamReceives(stream, this);
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
        pauseMultishot();
        arm();
    }

    private void pauseMultishot() {
        if (receives.isMultishotArmed()) {
            choice().cancelled();
            receives.cancelMultishot();
        }
    }

    /** What is armed next has the new one. */
    void priorityChanged() {
        receives.cancelReceive();
    }

    /** The read mode was switched. */
    void readModeChanged() {
        if (loop != null) {
            receives.cancelOtherMode();
            arm();
        }
    }

    /** The channel is active and on a loop. */
    void resume() {
        if (isEndUntold()) {
            scheduleDelivery(); // it was seen while the channel was leaving its loop before
        }
        if (readLoop.isRequested() || !channel.config().isAutoRead()) {
            arm();
        }
    }

    /** A send goes out; if the peer has reset the connection, it fails. */
    void answered() {
        unanswered = false;
    }

    /** A send failed, and the channel may stay open: the connection's end may have been missed. */
    void answerFailed() {
        unanswered = true;
        loop.afterDispatch(this);
    }

    /** No send is in flight any more: a failure of the connection that waited for it may be told. */
    void writerIdle() {
        if (isEndUntold()) {
            loop.afterDispatch(this);
        }
    }

    private boolean isEndUntold() {
        return readLoop.hasEnd() && end().isUntold();
    }

    private PeerEnd end() {
        if (end == null) {
            end = new PeerEnd((Stream) channel.role(), receives, readLoop);
        }
        return end;
    }

    void arm() {
        if (loop == null || !channel.closeSequence().isOpen() || !channel.isActive()
                || readLoop.isDelivering() || readLoop.isBegun() || fragments.isHolding()) {
            return; // never, or again at the end of the batch
        }
        if (readLoop.isWanted() && readLoop.hasParked()) {
            scheduleDelivery(); // and then the end, if it was seen behind what is parked
        } else if (readLoop.hasEnd()) {
            return; // nothing comes any more
        } else if (!readLoop.isWanted()) {
            if (readLoop.hasParked()) {
                choice().surprised();
                pauseMultishot();
            }
            end().watch();
        } else if (!receives.isStarved()) {
            armWanted();
        }
    }

    private void armWanted() {
        if (hasUnread()) {
            scheduleDelivery();
        } else if (!receives.isReceiving()) {
            receive();
        }
    }

    private boolean hasUnread() {
        return receives.direct() != null && receives.direct().hasUnread();
    }

    /** There are receive buffers again, after there were none. */
    void replenished() {
        arm();
    }

    private void scheduleDelivery() {
        if (delivery == null) {
            delivery = new DeliveryTask(channel, this::deliverParked);
        }
        delivery.schedule();
    }

    private ReceiveChoice choice() {
        if (choice == null) {
            choice = new ReceiveChoice();
        }
        return choice;
    }

    /** {@return whether messages are so large that each is received by a system call of its own} */
    boolean receivesDirectly() {
        return (receives.largeBytes() == 1 || choice != null && choice.isDirect()) && receives.canReceiveDirectly();
    }

    private void receive() {
        boolean autoRead = channel.config().isAutoRead();
        boolean stays = choice == null ? autoRead : choice.stays(autoRead);
        if (receivesDirectly()) {
            DirectReads direct = receives.direct();
            receives.armDirect(direct == null ? new DirectReads(this, receives, readLoop, choice()) : direct, stays);
        } else if (stays && receives.canArmMultishot()) {
            receives.armMultishot();
        } else {
            receiveOne(moreInSocket);
        }
    }

    private void receiveOne(boolean readableNow) {
        moreInSocket = false;
        receives.armSingle(Math.max(1, readLoop.messageLimit() - fragments.heldBytes()), readableNow);
    }

    @Override
    public void onBytes(int res, int flags) {
        loop.counters().bytesReceived += res;
        unanswered = true;
        ByteBuf bytes = receives.take(res, flags);
        if (channel.closeSequence().isClosing()) {
            bytes.release();
            return;
        }
        loop.afterDispatch(this);
        int limit = readLoop.messageLimit();
        boolean cut = receives.hasIncrementalBuffers() && FragmentJoin.isCut(res, flags, limit);
        int size = fragments.heldBytes() + res;
        if (!cut && (size >= receives.largeBytes() || choice != null)
                && choice().arrived(receives.isLarge(size)) && receives.canReceiveDirectly()) {
            receives.cancelMultishot(); // and arms what messages of this size want
        }
        if (cut || fragments.isHolding()) {
            fragments.arrived(bytes, cut, limit, readLoop, channel.alloc());
        } else {
            readLoop.arrived(bytes);
        }
    }

    /** A descriptor came, or a byte where descriptors are expected; it is now the reader's. */
    void onMessage(Object message) {
        loop.counters().bytesReceived++;
        if (channel.closeSequence().isClosing()) {
            ReceivedFileDescriptor.release(message);
            return;
        }
        loop.afterDispatch(this);
        fragments.deliver(readLoop);
        readLoop.arrived(message);
    }

    @Override
    public void onEnded(int res, int flags) {
        moreInSocket = (flags & IORING_CQE_F_SOCK_NONEMPTY) != 0;
        if (res > 0 && !channel.config().isAutoRead()) {
            choice().received(!moreInSocket && (receives.tellsWhatIsLeft() || res < readLoop.messageLimit()));
        }
        boolean again = receives.ended(res, flags);
        if (res <= 0 && !again && res != -Errno.ECANCELED && res != -Errno.EAGAIN && res != -Errno.EINTR) {
            readLoop.ended(res);
            if (!channel.config().isAutoRead()) {
                readLoop.readToEnd(); // perhaps nobody has asked: as when the poll notices
            }
        }
        channel.closeSequence().operationEnded();
        finishBatch(res);
    }

    /** Never by a task: by then the channel may have left the loop. */
    private void finishBatch(int res) {
        if (res != -Errno.ECANCELED || readLoop.isBegun() || fragments.isHolding()) {
            loop.afterDispatch(this);
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
        if (res < 0) {
            arm();
        } else if (receives.isReadable(op)) {
            receiveOne(true);
        } else {
            end().polled();
            boolean onDemand = !channel.config().isAutoRead();
            if (onDemand) {
                readLoop.readToEnd();
            }
            if (onDemand && !receives.isMultishotArmed()) {
                arm();
            } else {
                loop.afterDispatch(this); // and with it, usually, the end
            }
        }
    }

    /** The end of a batch. */
    @Override
    public void afterDispatch() {
        if (channel.closeSequence().isOpen() && continuesInSocket()) {
            receiveOne(true);
            return;
        }
        fragments.deliver(readLoop);
        completeAndArm();
    }

    /** A read loop, or a message, of single receives goes on at once while the socket has more. */
    private boolean continuesInSocket() {
        return (readLoop.isBegun() || fragments.isHolding()) && moreInSocket && !receives.isReceiving()
                && !readLoop.hasParked() && !readLoop.hasEnd();
    }

    private void deliverParked() {
        readLoop.deliver();
        if (hasUnread()) {
            receives.direct().readInTask();
        } else {
            completeAndArm();
        }
    }

    /** Ends the read loop, and arms what follows. */
    void completeAndArm() {
        boolean completed = readLoop.complete();
        if (readLoop.hasEnd()) {
            end().tell(completed);
        }
        arm();
        if ((unanswered || end != null) && channel.closeSequence().isOpen()) {
            end().watchMissed(unanswered);
        }
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
        fragments.release();
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
