// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.LinuxConstants.POLLOUT;

import java.util.StringJoiner;
import java.util.function.IntConsumer;
import org.nettyuring.abi.Errno;
import org.nettyuring.op.PollOp;

/**
 * Waits until a stream socket that takes no more has room. A poll that tells of other things, which last (a peer that
 * has ended its output), would do so again at once. So the poll for such a socket stays, tells when anything changes,
 * and is cancelled when there is room.
 *
 * <table>
 * <caption>What a completion leads to</caption>
 * <tr><th>poll</th><th>tells</th><th>effect</th></tr>
 * <tr><td>one shot</td><td>0</td><td>armed again, to stay</td></tr>
 * <tr><td>one shot</td><td>anything else</td><td>the wait is over</td></tr>
 * <tr><td>stays</td><td>0, MORE</td><td>nothing</td></tr>
 * <tr><td>stays</td><td>0, no MORE: there was no room for completions</td><td>armed again</td></tr>
 * <tr><td>stays</td><td>anything else, MORE</td><td>cancelled; the wait is over with the poll, and with this</td></tr>
 * <tr><td>stays</td><td>anything else, no MORE</td><td>the wait is over</td></tr>
 * <tr><td>either, asked to end</td><td>anything, no MORE</td><td>the wait is over</td></tr>
 * </table>
 * Loop thread only.
 */
final class RoomPoll extends OperationOwner implements PollOp.Listener {
    private final IntConsumer whenOver;
    private final PollOp poll;
    /** What ended the wait, while the poll is yet in the kernel; 0 for nothing so far. */
    private int outcome;
    private boolean ending;

    /**
     * Waits for nothing yet.
     *
     * @param channel whose socket
     * @param whenOver takes the events that are there, or {@code -errno}, when the kernel has let go of the poll
     */
    RoomPoll(AbstractIoUringChannel channel, IntConsumer whenOver) {
        super(channel);
        this.whenOver = whenOver;
        poll = new PollOp(channel.socket.fd(), POLLOUT, this);
    }

    boolean isWaiting() {
        return poll.isInFlight();
    }

    /**
     * Begins to wait.
     *
     * @param stays whether the peer is known to have ended its output
     */
    void await(boolean stays) {
        outcome = 0;
        ending = false;
        poll.arm(loop, POLLOUT, stays);
    }

    /** Ends the wait, if there is one, soon. */
    void cancelBehind() {
        ending = poll.isInFlight();
        poll.cancelBehind(loop);
    }

    @Override
    public void onPolled(PollOp op, int res) {
        if (outcome == 0) { // else it is over, and the poll is being cancelled
            outcome = res;
        }
        if (poll.isInFlight()) {
            if (outcome != 0) {
                poll.cancel(loop);
            }
        } else if (outcome == 0 && !ending && channel.closeSequence().isOpen()) {
            poll.arm(loop, POLLOUT, true);
        } else {
            whenOver.accept(outcome == 0 ? -Errno.ECANCELED : outcome);
        }
    }

    void describeInFlight(StringJoiner report) {
        poll.describeInFlight(report);
    }
}
