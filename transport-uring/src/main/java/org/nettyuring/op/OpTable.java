// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.util.Arrays;

/**
 * The one truth of what the kernel holds: a slot per operation in flight. A slot is taken when the SQE is prepared and
 * freed at the terminal completion; its generation is bumped then, so that late completions and cancels of the old
 * tenant find nobody. Grows by doubling up to a limit, after which operations wait. Loop thread only.
 */
public final class OpTable {
    private static final int NONE = -1;

    private final int limit;
    private Op[] ops;
    private int[] generations;
    /** Next free slot, by slot; meaningful for free slots only. */
    private int[] nextFree;
    private long[] sinceNs;
    private int freeHead;
    private int inFlight;

    /**
     * Makes an empty table.
     *
     * @param initialSlots slots to begin with, at least 1
     * @param limit slots at most
     */
    public OpTable(int initialSlots, int limit) {
        if (initialSlots < 1 || limit < initialSlots) {
            throw new IllegalArgumentException("slots: " + initialSlots + " (expected: 1.." + limit + ")");
        }
        this.limit = limit;
        ops = new Op[0];
        generations = new int[0];
        nextFree = new int[0];
        sinceNs = new long[0];
        freeHead = NONE;
        grow(initialSlots);
    }

    /**
     * Gives an operation a slot.
     *
     * @param op not in the table
     * @param nowNs the loop's clock, for reports
     * @return false if the table is at its limit
     */
    public boolean acquire(Op op, long nowNs) {
        assert op.userData == 0 : "already in flight: " + op.name();
        int slot = freeHead;
        if (slot == NONE) {
            if (ops.length == limit) {
                return false;
            }
            grow(Math.min(limit, ops.length * 2));
            slot = freeHead;
        }
        freeHead = nextFree[slot];
        ops[slot] = op;
        sinceNs[slot] = nowNs;
        inFlight++;
        op.userData = UserData.pack(UserData.KIND_OP, generations[slot], slot);
        return true;
    }

    /**
     * Finds the operation that a completion belongs to.
     *
     * @param userData from the CQE
     * @return the operation, or null if the value is stale or not an operation's
     */
    public Op resolve(long userData) {
        int slot = UserData.slot(userData);
        if (slot < 0 || slot >= ops.length) {
            return null;
        }
        Op op = ops[slot];
        return op != null && op.userData == userData ? op : null;
    }

    /**
     * Takes the slot back: the terminal completion came, or the SQE was never given to the kernel.
     *
     * @param op in the table
     */
    public void release(Op op) {
        int slot = UserData.slot(op.userData);
        assert ops[slot] == op : "not in the table: " + op.name();
        op.userData = 0;
        ops[slot] = null;
        generations[slot]++;
        nextFree[slot] = freeHead;
        freeHead = slot;
        inFlight--;
    }

    /** {@return operations that the kernel holds} */
    public int inFlight() {
        return inFlight;
    }

    /** {@return slots now} */
    public int slots() {
        return ops.length;
    }

    /** Sees every operation in flight. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Called for one operation.
         *
         * @param op in flight
         * @param sinceNs the loop's clock when it was prepared
         */
        void visit(Op op, long sinceNs);
    }

    /**
     * Visits every operation in flight, in slot order.
     *
     * @param visitor must not change the table
     */
    public void forEachInFlight(Visitor visitor) {
        for (int slot = 0; slot < ops.length; slot++) {
            if (ops[slot] != null) {
                visitor.visit(ops[slot], sinceNs[slot]);
            }
        }
    }

    private void grow(int slots) {
        int old = ops.length;
        ops = Arrays.copyOf(ops, slots);
        generations = Arrays.copyOf(generations, slots);
        nextFree = Arrays.copyOf(nextFree, slots);
        sinceNs = Arrays.copyOf(sinceNs, slots);
        for (int slot = slots - 1; slot >= old; slot--) {
            nextFree[slot] = freeHead;
            freeHead = slot;
        }
    }
}
