// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.OpTable;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.Sqe;

/**
 * What an {@link EntryGroup} needs of the ring: room for all or none, and to hear what was consumed. Loop thread only.
 */
final class EntryPlacer {
    private final Ring ring;
    private final OpTable table;
    private final LoopCounters counters;
    private final int maxInFlight;
    /** Written, and not seen consumed yet. */
    private final List<EntryGroup> watched = new ArrayList<>();

    EntryPlacer(Ring ring, OpTable table, LoopCounters counters, int maxInFlight) {
        this.ring = ring;
        this.table = table;
        this.counters = counters;
        this.maxInFlight = maxInFlight;
    }

    /**
     * Tells whether an entry that was just taken can be followed by others.
     *
     * @param others how many
     */
    boolean hasRoomFor(int others) {
        return ring.sqSpaceLeft() >= others && table.inFlight() + others < maxInFlight;
    }

    /** {@return the index of the entry that was taken last} */
    int lastIndex() {
        return ring.sqTail() - 1;
    }

    Sqe nextSqe() {
        return ring.nextSqe();
    }

    /**
     * The entry at an index, for what is written anew.
     *
     * @param index free-running, not consumed
     */
    Sqe sqeAt(int index) {
        return ring.sqeAt(index);
    }

    /** Gives a written entry its operation. There is room. */
    void name(EntryOp entry, Sqe sqe, long nowNs) {
        boolean acquired = table.acquire(entry, nowNs);
        assert acquired : "no slot for " + entry.name();
        sqe.userData(entry.userData());
        counters.sqes++;
    }

    /** Undoes what was named; one entry more was taken, which the driver gives back itself. */
    void takeBack(List<? extends EntryOp> named) {
        for (EntryOp entry : named) {
            table.release(entry);
            ring.ungetSqe();
            counters.sqes--;
        }
    }

    void watch(EntryGroup group) {
        watched.add(group);
    }

    /** The kernel may have consumed some entries. */
    void afterEnter() {
        if (!watched.isEmpty()) {
            int head = ring.sqTail() - ring.sqReady();
            watched.removeIf(group -> group.consumed(head));
        }
    }
}
