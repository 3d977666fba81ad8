// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import org.nettyuring.op.Op;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** An operation whose entry may have to stand beside others. The last one of an {@link EntryGroup} brings the rest. */
abstract class EntryOp extends Op {
    /** Null for one that stands alone. Managed by {@link EntryGroup}. */
    EntryGroup group;
    /** Whether the entry, as it stands in the queue, links the next one to it. Managed by {@link EntryGroup}. */
    boolean linked;

    /**
     * Writes the entry, without {@code user_data}.
     *
     * @return false if the arena has no room
     */
    abstract boolean write(Sqe sqe, SubmitArena arena);

    /** {@return whether nothing is to be done any more: the entry is a NOP, and completes as one} */
    abstract boolean isVoid();

    /**
     * {@return how the next entry of the group is linked to this one: {@code IOSQE_IO_LINK}, {@code _HARDLINK} or 0}
     */
    abstract int linkFlag();

    /** Its entry was overwritten before any enter, because nothing is to be done any more: it completes as a NOP. */
    abstract void becomeVoid();

    /** The kernel took what stands before, but not this: its entry was overwritten, and completes as a NOP. */
    abstract void cutOff();

    @Override
    protected final boolean prepare(Sqe sqe, SubmitArena arena) {
        return group == null ? write(sqe, arena) : group.place(sqe, arena);
    }
}
