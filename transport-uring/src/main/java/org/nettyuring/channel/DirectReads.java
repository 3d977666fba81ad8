// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.LinuxConstants.POLLERR;
import static org.nettyuring.abi.LinuxConstants.POLLHUP;
import static org.nettyuring.abi.LinuxConstants.POLLIN;
import static org.nettyuring.abi.LinuxConstants.POLLRDHUP;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.nettyuring.abi.Errno;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.op.PollOp;

/**
 * Read loops of large messages. A poll that stays tells that there are bytes; each message is then received by
 * {@code recv(2)}, and sent on by {@code send(2)} if it is sent on at once, before another connection's is touched: it
 * never leaves the cache. A ring receives one for each connection before the first is handled.
 *
 * <table>
 * <caption>What comes, and what it leads to</caption>
 * <tr><th>from</th><th>result</th><th>reads are</th><th>effect</th></tr>
 * <tr><td>poll</td><td>events</td><td>wanted</td><td>a read loop</td></tr>
 * <tr><td>poll</td><td>events</td><td>not wanted</td><td>remembered; the poll is cancelled, so that what else arrives
 * wakes nobody</td></tr>
 * <tr><td>poll</td><td>the peer has gone</td><td>not wanted</td><td>all up to the end is wanted, as with
 * epoll</td></tr>
 * <tr><td>poll</td><td>-errno, or its last completion</td><td>either</td><td>the reader arms what is to be
 * armed</td></tr>
 * <tr><td>recv</td><td>as many bytes as there was room for</td><td>wanted</td><td>the read loop goes on, in a task if
 * it had enough</td></tr>
 * <tr><td>recv</td><td>fewer</td><td></td><td>the socket is empty, and the poll tells of what comes; unless this is not
 * TCP, or there is an end, before which a receive stops: then the loop goes on. It also stops before urgent data, of
 * which polls do not tell: the socket is looked at once more after {@value #LOOK_AGAIN_SECONDS} s</td></tr>
 * <tr><td>recv</td><td>-EAGAIN</td><td></td><td>the socket is empty</td></tr>
 * <tr><td>recv</td><td>-EINTR</td><td></td><td>again, in a task</td></tr>
 * <tr><td>recv</td><td>-ENOBUFS, -ENOMEM</td><td></td><td>again, after a pause, see {@link BufferWaiter}</td></tr>
 * <tr><td>recv</td><td>0, other error</td><td></td><td>the end of the stream; the poll is cancelled</td></tr>
 * </table>
 * Completions of a multishot poll are edges: nothing may be left in the socket that is not remembered. Loop thread
 * only.
 */
final class DirectReads extends OperationOwner implements PollOp.Listener {
    private static final int EVENTS = POLLIN | POLLRDHUP;
    private static final int GONE = POLLRDHUP | POLLHUP | POLLERR;

    /** Linux wakes polls with {@code POLLPRI} whenever bytes arrive: there is no cheap way to know of urgent data. */
    private static final int LOOK_AGAIN_SECONDS = 1;

    private final StreamReader reader;
    private final StreamReceives receives;
    private final ReadLoop readLoop;
    private final ReceiveChoice choice;
    private final PollOp poll;
    /** There may be bytes, or the end, of which no poll will tell. */
    private boolean unread;
    /** A receive of fewer bytes than there was room for may have left some, or the end. */
    private boolean untilEmpty;
    private boolean cancelled;
    /** The last receive had room for no more bytes than came. */
    private boolean filled;
    /** Null while none is due. */
    private Future<?> lookAgain;

    /**
     * Has nothing armed.
     *
     * @param reader arms what follows
     * @param receives has the memory
     * @param readLoop delivers
     * @param choice learns what came
     */
    DirectReads(StreamReader reader, StreamReceives receives, ReadLoop readLoop, ReceiveChoice choice) {
        super(receives.channel());
        this.reader = reader;
        this.receives = receives;
        this.readLoop = readLoop;
        this.choice = choice;
        poll = new PollOp(channel.socket.fd(), EVENTS, this);
    }

    PollOp op() {
        return poll;
    }

    /**
     * Waits for bytes.
     *
     * @param stays whether the poll goes on after it told of some
     */
    void arm(boolean stays) {
        unread = false;
        filled = false;
        cancelled = false;
        untilEmpty = !receives.tellsWhatIsLeft();
        poll.arm(loop, EVENTS, stays);
    }

    /** A poll on the next loop tells the level. */
    @Override
    public void attach(IoUringIoRegistration newLoop) {
        super.attach(newLoop);
        unread = false;
    }

    /** The channel closes, or leaves its loop. */
    void stopLooking() {
        if (lookAgain != null) {
            lookAgain.cancel(false);
            lookAgain = null;
        }
    }

    /** {@return whether there may be something that no poll will tell of} */
    boolean hasUnread() {
        return unread;
    }

    /** From now on bytes are received otherwise. */
    void end() {
        unread = false;
        cancelPoll();
    }

    private void cancelPoll() {
        if (!cancelled) {
            cancelled = true;
            poll.cancel(loop);
        }
    }

    @Override
    public void onPolled(PollOp op, int res) {
        channel.closeSequence().operationEnded();
        if (!channel.closeSequence().isOpen()) {
            return;
        }
        if (res > 0 && !readLoop.hasEnd()) {
            told(res);
        } else {
            reader.arm();
        }
    }

    private void told(int events) {
        unread = true;
        untilEmpty |= (events & GONE) != 0;
        if ((events & GONE) != 0 && !channel.config().isAutoRead()) {
            readLoop.readToEnd();
        }
        if (mayRead()) {
            read();
        } else {
            if (!readLoop.isWanted() && poll.isInFlight()) {
                choice.surprised();
                choice.cancelled();
                cancelPoll();
            }
            reader.arm();
        }
    }

    private boolean mayRead() {
        return unread && channel.closeSequence().isOpen() && !readLoop.hasParked() && !receives.isStarved()
                && (readLoop.isBegun() || readLoop.isWanted());
    }

    /** Receives what is there, as far as it is wanted, ends the read loop and arms what follows. */
    void read() {
        try {
            boolean more = true;
            while (more && mayRead()) {
                more = readOne();
            }
            if (!reader.receivesDirectly()) {
                end();
            }
            reader.completeAndArm();
        } finally {
            loop.allowLargeSends(0);
        }
    }

    private void lookAgain() {
        lookAgain = null;
        if (channel.closeSequence().isOpen() && poll.isInFlight() && !readLoop.hasEnd()) {
            unread = true;
            reader.arm();
        }
    }

    /** As {@link #read}. */
    void readInTask() {
        try {
            read();
        } catch (Throwable e) { // no memory, for example: what happens in a completion is told by the loop
            onException(e);
        }
    }

    private boolean readOne() {
        loop.counters().directReceives++;
        int res = receives.receiveDirectly();
        boolean isStarved = receives.awaitsMemory(res);
        if (res > 0) {
            boolean more = filled;
            filled = receives.isFilled(res);
            unread = untilEmpty || filled;
            if (more || !filled) {
                noteRest(more);
            }
            if (!unread && lookAgain == null) {
                lookAgain = channel.eventLoop().schedule(this::lookAgain, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
            }
            loop.allowLargeSends(1);
            arrived(res);
            return readLoop.isBegun();
        }
        if (res == -Errno.EAGAIN) {
            unread = false;
            if (filled) {
                filled = false;
                noteRest(false);
            }
        } else if (res != -Errno.EINTR && !isStarved) {
            readLoop.ended(res);
            end();
        }
        return false;
    }

    private void arrived(int bytes) {
        loop.counters().bytesReceived += bytes;
        choice.arrived(receives.isLarge(bytes));
        readLoop.arrived(receives.takeOwn(bytes));
    }

    /** Whether the receive before left something in the socket, or this one did not, is now known. */
    private void noteRest(boolean something) {
        if (!channel.config().isAutoRead()) {
            choice.received(!something);
        }
    }
}
