// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import org.nettyuring.abi.Errno;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.op.TimeoutOp;
import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_LINK_TIMEOUT}: the time limit of the entry before it. The kernel reads its timespec while it takes
 * the entry.
 *
 * <table>
 * <caption>Its completion, always one</caption>
 * <tr><th>result</th><th>means</th></tr>
 * <tr><td>{@code -ECANCELED}</td><td>the step ended in time, or never began</td></tr>
 * <tr><td>{@code -ETIME}</td><td>the step was told to end, or just had</td></tr>
 * <tr><td>{@code -EALREADY}</td><td>a worker has the step, and was told</td></tr>
 * <tr><td>{@code -ENOENT}</td><td>the step was between two tries, or just ended: it is cancelled by us</td></tr>
 * <tr><td>0</td><td>it was cut off and overwritten: the loop's own timer is the limit</td></tr>
 * </table>
 */
final class TimeLimitOp extends EntryOp {
    private final StepOp step;

    TimeLimitOp(StepOp step) {
        this.step = step;
    }

    @Override
    boolean write(Sqe sqe, SubmitArena arena) {
        if (step.isVoid()) {
            sqe.prepNop();
            return true;
        }
        long timespec = TimeoutOp.putTimespec(arena, step.timeLeftNs());
        if (timespec == 0) {
            return false;
        }
        sqe.prepLinkTimeout(timespec, 0);
        return true;
    }

    @Override
    boolean isVoid() {
        return step.isVoid();
    }

    @Override
    int linkFlag() {
        return step.linkFlagBehind();
    }

    @Override
    void becomeVoid() {}

    @Override
    void cutOff() {
        step.limitCutOff();
    }

    @Override
    protected void onCompletion(int res, int flags) {
        step.limitEnded(res == -Errno.ETIME || res == -Errno.EALREADY || res == -Errno.ENOENT);
    }

    @Override
    protected boolean isInternal() {
        return true;
    }

    @Override
    public String name() {
        return "LINK_TIMEOUT of " + step.name();
    }

    @Override
    public Object owner() {
        return step.owner();
    }
}
