// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.MsgRingOp;
import org.nettyuring.op.UserData;

/**
 * A loop's own bell, and how it rings those of others through its ring: at once, or, for messages that can wait,
 * together, with the operations of this turn. A bell that waits keeps nothing of the other loop open: until it is rung
 * that loop may end. Loop thread only.
 */
final class LoopBells {
    private static final long BELL = UserData.pack(UserData.KIND_BELL, 0, 0);

    private final Doorbell own;
    private final Runnable ringOwn;
    private final int ringFd;
    private final RingDriver driver;
    private final LoopCounters counters;
    private final boolean canMessageRings;
    private final MsgRingOp.Pool pool;
    private final List<LoopBells> riding = new ArrayList<>();
    private boolean batching;

    LoopBells(IoUringIoHandler owner, LoopResources resources) {
        own = resources.doorbell();
        ringOwn = own::ring;
        ringFd = resources.ring().fd();
        driver = resources.driver();
        counters = resources.counters();
        canMessageRings = resources.canMessageRings();
        pool = new MsgRingOp.Pool(owner);
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
    boolean ring(LoopBells target) {
        if (canMessageRings && batching) {
            riding.add(target);
            return true;
        }
        if (!canMessageRings || !driver.hasRoom()) {
            return false;
        }
        boolean open = target.own.enter();
        try {
            return !open || driver.submitNow(message(target)); // if it is not open its loop has ended
        } finally {
            target.own.exit();
        }
    }

    private MsgRingOp message(LoopBells target) {
        counters.bellsSent++;
        return pool.take(target.ringFd, BELL, target.ringOwn);
    }

    /** Rings the bells that wait, with one enter, which carries everything else that was submitted. */
    void ringRiding() {
        for (int i = 0; i < riding.size(); i++) {
            LoopBells target = riding.get(i);
            boolean open = target.own.enter();
            if (open && driver.hasRoom()) {
                driver.submit(message(target));
            } else if (open) {
                target.own.send();
            }
        }
        try {
            driver.submitNow(); // before anybody leaves: the kernel has the descriptors then
        } finally {
            riding.forEach(target -> target.own.exit());
            riding.clear();
        }
    }
}
