// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.faults;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.nettyuring.abi.CqeLayout;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.kernel.Fault;
import org.nettyuring.testsuite.kernel.FaultPlan;

/** The faults of one ring. Its submitter's thread. */
final class RingFaults {
    private final TappedRing ring;
    private final FaultPlan plan;
    private final SqeFaults sqeFaults;
    private final Consumer<Fault> fired;
    /** Entries before this index have been looked at: a fault is drawn once for each, however often it is offered. */
    private int drawn;
    private boolean first = true;

    RingFaults(TappedRing ring, Syscalls kernel, FaultPlan plan, Consumer<Fault> fired) {
        this.ring = ring;
        this.plan = plan;
        this.fired = fired;
        sqeFaults = new SqeFaults(kernel, this::fires, plan::below);
    }

    int enter(Enter enter) {
        disturbEntries();
        int result = disturbed(enter);
        if (fires(Fault.REORDER)) {
            reorder();
        }
        return result;
    }

    private boolean fires(Fault fault) {
        boolean fires = plan.fires(fault);
        if (fires) {
            fired.accept(fault);
        }
        return fires;
    }

    private void disturbEntries() {
        int from = first ? ring.sqHead() : drawn;
        first = false;
        drawn = ring.sqTail();
        for (int index = from; index != drawn; index++) {
            sqeFaults.disturb(ring.sqe(index));
        }
    }

    private int disturbed(Enter enter) {
        if (fires(Fault.ENTER_EINTR)) {
            return -Errno.EINTR;
        }
        if (enter.toSubmit() > 0 && fires(Fault.ENTER_EAGAIN)) {
            return -Errno.EAGAIN;
        }
        if (fires(Fault.ENTER_EBUSY)) {
            return -Errno.EBUSY;
        }
        if (enter.toSubmit() > 1 && fires(Fault.SHORT_SUBMIT)) {
            return enter.submitting(1 + plan.below(enter.toSubmit() - 1)).run();
        }
        if (fires(Fault.DELAY)) {
            return enter.withoutEvents().run();
        }
        if (enter.minComplete() > 0 && fires(Fault.WAIT_EINTR)) {
            int consumed = enter.withoutWaiting().run();
            return consumed != 0 || ring.cqHead() != ring.cqTail() ? consumed : -Errno.EINTR;
        }
        return enter.run();
    }

    /** Swaps neighbours among the completions that nobody has read: of different operations, and not both with data. */
    private void reorder() {
        int tail = ring.cqTail();
        for (int index = ring.cqHead(); tail - index > 1; index++) {
            ByteBuffer one = ring.cqe(index);
            ByteBuffer other = ring.cqe(index + 1);
            if (plan.coin() && mayChangePlaces(one, other)) {
                byte[] bytes = new byte[CqeLayout.SIZE];
                one.get(0, bytes);
                one.put(0, other, 0, CqeLayout.SIZE);
                other.put(0, bytes);
            }
        }
    }

    /** Buffers are taken in the order of their completions, which tells what of a shared buffer is whose. */
    private static boolean mayChangePlaces(ByteBuffer one, ByteBuffer other) {
        int bothFlags = one.getInt(CqeLayout.FLAGS_OFFSET) & other.getInt(CqeLayout.FLAGS_OFFSET);
        return one.getLong(CqeLayout.USER_DATA_OFFSET) != other.getLong(CqeLayout.USER_DATA_OFFSET)
                && (bothFlags & IoUringConstants.IORING_CQE_F_BUFFER) == 0;
    }
}
