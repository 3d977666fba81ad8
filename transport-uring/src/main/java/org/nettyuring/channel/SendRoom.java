// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.LinuxConstants.POLLOUT;

import io.netty.util.concurrent.Future;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.nettyuring.abi.Errno;
import org.nettyuring.op.PollOp;

/**
 * Waits until a datagram socket that had no room may have it again: by a poll and, if that was in vain, for a moment,
 * because no poll tells of the queue of a receiver that the socket is not connected to. A send that the kernel itself
 * makes wait would be no help: it forgets the payload when a Unix socket refuses it (measured on 6.18: an empty
 * datagram arrives). Loop thread only.
 */
final class SendRoom extends OperationOwner implements PollOp.Listener {
    private static final int LONGEST_PAUSE_MILLIS = 16;

    private final PollOp writable;
    private final Runnable whenThere;
    private Future<?> pause;
    private int pauseMillis;

    /**
     * Waits for nothing yet.
     *
     * @param channel whose socket
     * @param whenThere runs when it is worth a try, or when the wait was cancelled
     */
    SendRoom(AbstractIoUringChannel channel, Runnable whenThere) {
        super(channel);
        this.whenThere = whenThere;
        writable = new PollOp(channel.socket.fd(), POLLOUT, this);
    }

    boolean isAwaited() {
        return writable.isInFlight() || pause != null;
    }

    /** {@return whether the kernel holds the poll} */
    boolean isPolling() {
        return writable.isInFlight();
    }

    /** Begins to wait: a send was refused. */
    void await() {
        if (pauseMillis == 0) {
            pauseMillis = 1;
            writable.arm(loop);
        } else {
            pause = channel.eventLoop().schedule(this::pauseOver, pauseMillis, TimeUnit.MILLISECONDS);
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        }
    }

    /** A send was taken. */
    void found() {
        pauseMillis = 0;
    }

    private void pauseOver() {
        pause = null;
        whenThere.run();
    }

    @Override
    public void onPolled(PollOp op, int res) {
        if (res == -Errno.ECANCELED) {
            pauseMillis = 0;
        }
        whenThere.run();
    }

    void cancel() {
        writable.cancel(loop);
        if (pause != null) {
            pause.cancel(false);
            pause = null;
        }
    }

    void describeInFlight(StringJoiner report) {
        writable.describeInFlight(report);
    }
}
