// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

/**
 * Operations that found no room in the submission queue, in order of submission: an intrusive FIFO, so that waiting
 * allocates nothing. Loop thread only.
 */
public final class OpBacklog {
    private Op head;
    private Op tail;
    private int size;

    /**
     * Appends an operation.
     *
     * @param op not pending
     */
    public void add(Op op) {
        assert !op.isPending() : "already pending: " + op.name();
        op.backlogged = true;
        op.nextInBacklog = null;
        if (tail == null) {
            head = op;
        } else {
            tail.nextInBacklog = op;
        }
        tail = op;
        size++;
    }

    /**
     * Puts an operation back at the front: there was no room for it after all.
     *
     * @param op just polled
     */
    public void addFirst(Op op) {
        op.backlogged = true;
        op.nextInBacklog = head;
        head = op;
        if (tail == null) {
            tail = op;
        }
        size++;
    }

    /** {@return the operation that waited longest, no longer waiting; null if there is none} */
    public Op poll() {
        Op op = head;
        if (op != null) {
            head = op.nextInBacklog;
            if (head == null) {
                tail = null;
            }
            op.nextInBacklog = null;
            op.backlogged = false;
            size--;
        }
        return op;
    }

    /** {@return whether nothing waits} */
    public boolean isEmpty() {
        return head == null;
    }

    /** {@return operations that wait} */
    public int size() {
        return size;
    }

    /**
     * Marks a waiting operation as cancelled: when its turn comes it completes without entering the kernel.
     *
     * @param op any operation
     * @return false if it does not wait
     */
    public boolean cancel(Op op) {
        if (op.backlogged) {
            op.cancelledInBacklog = true;
        }
        return op.backlogged;
    }

    /**
     * Tells once whether an operation taken by {@link #poll()} had been cancelled, and forgets it.
     *
     * @param op just polled
     * @return true if it must complete with {@code -ECANCELED}
     */
    public boolean consumeCancelled(Op op) {
        boolean cancelled = op.cancelledInBacklog;
        op.cancelledInBacklog = false;
        return cancelled;
    }
}
