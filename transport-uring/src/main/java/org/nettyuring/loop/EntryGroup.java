// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.List;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/**
 * Entries that are written into the submission queue one behind the other and all at once, or not at all, so that one
 * enter carries them and no link is broken. The driver knows only the last of them: when that is asked to prepare
 * itself, it prepares those before it, too. Loop thread only.
 *
 * <p>The kernel may take a part only (it had no memory, or, before 5.18, refused an entry). Then its links end there,
 * and what was cut off would run on its own: it is overwritten with {@code NOP}s while it is still ours.
 */
final class EntryGroup {
    private final RingDriver driver;
    private final EntryPlacer placer;
    private final List<? extends EntryOp> entries;
    /** Index of the first entry in the queue, free-running. */
    private int first;
    /** Entries before this one are consumed, or were cut off. */
    private int cutTo;

    private EntryGroup(RingDriver driver, List<? extends EntryOp> entries) {
        this.driver = driver;
        placer = driver.placer();
        this.entries = entries;
    }

    /**
     * Submits entries together.
     *
     * @param driver the ring
     * @param entries at least 1, at most as many as the submission queue has
     */
    static void submit(RingDriver driver, List<? extends EntryOp> entries) {
        EntryGroup group = entries.size() == 1 ? null : new EntryGroup(driver, entries);
        EntryOp last = null;
        for (EntryOp entry : entries) {
            entry.group = null;
            last = entry;
        }
        if (group != null) {
            last.group = group;
        }
        driver.submit(last);
    }

    /** Writes all; the driver names and counts the last one itself. */
    boolean place(Sqe taken, SubmitArena arena) {
        int others = entries.size() - 1;
        if (!placer.hasRoomFor(others)) {
            return false;
        }
        first = placer.lastIndex();
        cutTo = 0;
        Sqe sqe = taken;
        for (int i = 0; i <= others; i++) {
            EntryOp entry = entries.get(i);
            if (!entry.write(sqe, arena)) {
                placer.takeBack(entries.subList(0, i));
                return false;
            }
            int link = entry.linkFlag();
            entry.linked = link != 0;
            sqe.addFlags(link);
            if (i < others) {
                placer.name(entry, sqe, driver.nowNs());
                sqe = placer.nextSqe();
            }
        }
        voidWhatFailed();
        placer.watch(this);
        return true;
    }

    /** A step that could not be described takes its whole pipeline with it, of which some may be written already. */
    private void voidWhatFailed() {
        for (int i = 0; i < entries.size(); i++) {
            Sqe sqe = placer.sqeAt(first + i); // the last one is where the driver goes on
            EntryOp entry = entries.get(i);
            if (entry.isVoid()) {
                sqe.prepNop().userData(entry.userData());
                entry.linked = false;
                entry.becomeVoid();
            }
        }
    }

    /**
     * The kernel has consumed some entries.
     *
     * @param head index of the first entry that it has not
     * @return whether there is nothing more to watch
     */
    boolean consumed(int head) {
        int mine = head - first;
        if (mine <= 0) {
            return false;
        }
        boolean inside = mine > cutTo && mine < entries.size() && entries.get(mine - 1).linked;
        for (int i = mine; inside; i++) {
            EntryOp entry = entries.get(i);
            inside = entry.linked; // the last one never is
            placer.sqeAt(first + i).prepNop().userData(entry.userData());
            entry.cutOff();
            cutTo = i + 1;
        }
        return mine >= entries.size();
    }
}
