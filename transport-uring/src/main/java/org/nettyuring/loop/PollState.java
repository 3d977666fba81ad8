// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import org.nettyuring.abi.Errno;
import org.nettyuring.op.PollOp;
import org.nettyuring.sys.ErrnoException;

/**
 * What an {@link IoUringPoll} is on its loop: what was asked for, and the one operation that the kernel may hold of it.
 * The table is {@link IoUringPoll}'s. Loop thread only, but for {@link #describe()}.
 */
final class PollState implements IoUringIoHandle, PollOp.Listener {
    private final IoUringPoll poll;
    private final IoUringPoll.Trigger trigger;
    private final IoUringPoll.Listener listener;
    private final PollOp op;
    private IoUringIoRegistration submitter;
    /** With Netty's wrapper, which counts; null until the loop has taken the handle. */
    private IoRegistration registration;
    private int events;
    private boolean active = true;
    private boolean closing;
    /** The operation was asked to end: what it still brings is told by the next one. */
    private boolean cancelling;
    /** Only what nobody asked for is there, and lasts: wait for an edge instead of asking again. */
    private boolean patient;
    /** How the operation was armed. */
    private boolean multishot;
    private boolean ended;
    /** The listener is being called: what it asks for is done afterwards, all at once. */
    private boolean delivering;
    private Throwable failure;

    PollState(IoUringPoll poll, int events, IoUringPoll.Trigger trigger, IoUringPoll.Listener listener) {
        this.poll = poll;
        this.events = events;
        this.trigger = trigger;
        this.listener = listener;
        op = new PollOp(poll.fd(), events, this);
    }

    @Override
    public void registered(IoUringIoRegistration newRegistration) {
        submitter = newRegistration;
    }

    /** The loop has taken the handle. */
    void registered(IoRegistration newRegistration) {
        registration = newRegistration;
        update();
    }

    void modify(int newEvents) {
        if (!ended && (newEvents != events || trigger == IoUringPoll.Trigger.EDGE)) {
            events = newEvents;
            patient = false;
            restart();
        }
    }

    void activate(boolean newActive) {
        active = newActive;
        update();
    }

    /** Also called by the loop that ends. */
    @Override
    public void close() {
        closing = true;
        update();
    }

    /** Has what the kernel holds end; its last completion goes on with what is asked for then. */
    private void restart() {
        if (op.isInFlight() && !cancelling) {
            cancelling = true;
            op.cancel(submitter);
        }
    }

    /** Does what was asked for, as far as the kernel allows it now. */
    private void update() {
        if (delivering || ended || registration == null) {
            return;
        }
        if (op.isInFlight()) {
            if (closing || !active || multishot != wantsMultishot()) {
                restart();
            }
        } else if (closing) {
            ended = true;
            registration.cancel();
            poll.ended(failure);
        } else if (active) {
            multishot = wantsMultishot();
            op.arm(submitter, events, multishot);
        }
    }

    private boolean wantsMultishot() {
        return patient || trigger == IoUringPoll.Trigger.EDGE;
    }

    @Override
    public void onPolled(PollOp polled, int res) {
        boolean asked = !cancelling;
        cancelling &= op.isInFlight();
        if (cancelling) {
            op.cancel(submitter); // again: a cancel may miss a multishot that is just being tried
        }
        if (asked && res < 0) {
            fail(new ErrnoException("poll", poll.toString(), -res, remedy(-res)));
        } else if (asked) {
            patient = res == 0;
            if (res != 0) {
                deliver(res);
            }
        }
        update();
    }

    private void deliver(int ready) {
        if (trigger == IoUringPoll.Trigger.ONE_SHOT) {
            active = false;
        }
        delivering = true;
        try {
            listener.onReady(poll, ready);
        } catch (Throwable t) {
            fail(t);
        }
        delivering = false;
    }

    private static String remedy(int errno) {
        return switch (errno) {
            case Errno.EBADF -> "the descriptor was closed before the poll";
            case Errno.EINVAL -> "an edge poll needs Linux 5.13 and a file with one wait queue: use LEVEL";
            case Errno.ECANCELED -> "somebody else cancelled it, or its file has ended";
            default -> "";
        };
    }

    private void fail(Throwable cause) {
        failure = cause;
        close();
    }

    @Override
    public void onException(Throwable cause) {
        fail(cause);
    }

    /** Completions come to the operation itself. */
    @Override
    public void handle(IoRegistration ioRegistration, IoEvent event) {}

    String describe() {
        String now = ended ? "CLOSED" : op.isCancelling() ? "CANCELLING" : op.isInFlight() ? "ARMED" : "PAUSED";
        return IoUringPoll.describe(events) + ", " + trigger + ", " + now;
    }

    @Override
    public String toString() {
        return poll.toString();
    }
}
