// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.MsgRingOp;
import org.nettyuring.op.UserData;

/**
 * Rings the bells of other loops through this loop's ring: at once, or, for messages that can wait, together, with the
 * operations of this turn. A bell that waits keeps nothing of the other loop open: until it is rung that loop may end.
 * Loop thread only.
 */
final class LoopBells {
    private static final long BELL = UserData.pack(UserData.KIND_BELL, 0, 0);

    private final RingDriver driver;
    private final LoopCounters counters;
    private final boolean canMessageRings;
    private final MsgRingOp.Pool pool;
    private final List<IoUringIoHandler> riding = new ArrayList<>();
    private boolean batching;

    LoopBells(IoUringIoHandler sender, LoopResources resources) {
        driver = resources.driver();
        counters = resources.counters();
        canMessageRings = resources.canMessageRings();
        pool = new MsgRingOp.Pool(sender);
    }

    /** {@return whether bells wait to be rung} */
    boolean areRiding() {
        return !riding.isEmpty();
    }

    /** Bells that are rung from within the task wait for this loop's next enter. */
    void whileBatching(Runnable task) {
        boolean before = batching;
        batching = true;
        try {
            task.run();
        } finally {
            batching = before;
        }
    }

    /** {@return whether a sleeping loop's bell is rung, or will be; false: it has to be rung otherwise} */
    boolean ring(IoUringIoHandler target) {
        if (canMessageRings && batching) {
            riding.add(target);
            return true;
        }
        if (!canMessageRings || !driver.hasRoom()) {
            return false;
        }
        boolean open = target.doorbell().enter();
        try {
            return !open || driver.submitNow(message(target)); // if it is not open its loop has ended
        } finally {
            target.doorbell().exit();
        }
    }

    private MsgRingOp message(IoUringIoHandler target) {
        counters.bellsSent++;
        return pool.take(target.ringFd(), BELL, target.ringDoorbell());
    }

    /** Rings the bells that wait, with one enter, which carries everything else that was submitted. */
    void ringRiding() {
        for (int i = 0; i < riding.size(); i++) {
            IoUringIoHandler target = riding.get(i);
            boolean open = target.doorbell().enter();
            if (open && driver.hasRoom()) {
                driver.submit(message(target));
            } else if (open) {
                target.doorbell().send();
            }
        }
        try {
            driver.submitNow(); // before anybody leaves: the kernel has the descriptors then
        } finally {
            riding.forEach(target -> target.doorbell().exit());
            riding.clear();
        }
    }
}
