// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import org.nettyuring.sys.ErrnoException;

/**
 * One io_uring: its queues, its registered resources, and the only call site of {@code io_uring_enter(2)}.
 *
 * <p>Made disabled on any thread; the thread that calls {@link #enable()} becomes the submitter and, but for
 * {@link #fd()} and {@link #capabilities()}, the only caller.
 */
public final class Ring implements AutoCloseable {
    private Ring() {}

    /**
     * Makes a disabled ring with every capability the kernel has and the process did not switch off.
     *
     * @param config sizes
     * @return the ring, owned by the caller
     * @throws ErrnoException with the remedy, if the kernel refuses a ring at all
     */
    public static Ring create(RingConfig config) throws ErrnoException {
        throw new UnsupportedOperationException();
    }

    /** {@return the descriptor} */
    public int fd() {
        throw new UnsupportedOperationException();
    }

    /** {@return what this ring can do} */
    public RingCapabilities capabilities() {
        throw new UnsupportedOperationException();
    }

    /**
     * Enables the ring: the calling thread becomes its submitter. Registers the ring descriptor with this thread where
     * the kernel can.
     *
     * @throws ErrnoException if the kernel refuses
     */
    public void enable() throws ErrnoException {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes the next free entry; it is submitted by the next enter. The caller prepares it at once.
     *
     * @return the shared view of the entry, or null if the submission queue is full
     */
    public Sqe nextSqe() {
        throw new UnsupportedOperationException();
    }

    /** {@return free submission queue entries} */
    public int sqSpaceLeft() {
        throw new UnsupportedOperationException();
    }

    /** {@return entries prepared and not yet consumed by the kernel} */
    public int sqReady() {
        throw new UnsupportedOperationException();
    }

    /** {@return completions that can be drained without entering the kernel} */
    public int cqReady() {
        throw new UnsupportedOperationException();
    }

    /** {@return whether the kernel holds completions back until the next enter ({@code SQ_TASKRUN}, {@code CQ_OVERFLOW})} */
    public boolean needsEnter() {
        throw new UnsupportedOperationException();
    }

    /** {@return {@code io_uring_enter} calls so far} */
    public long enters() {
        throw new UnsupportedOperationException();
    }

    /** {@return completions the kernel says it dropped ({@code cq.koverflow}); a nonzero value means a lost ring} */
    public int cqDropped() {
        throw new UnsupportedOperationException();
    }

    /**
     * Submits what is ready and lets the kernel post completions; does not block.
     *
     * @return entries consumed, or {@code -errno}; after an error the entries stay queued. Whether there are completions
     *     is in {@link #cqReady()}, never in this value
     */
    public int submitAndGetEvents() {
        throw new UnsupportedOperationException();
    }

    /**
     * Submits what is ready and blocks until a completion is there.
     *
     * @param minComplete completions to wait for
     * @param timeoutNs longest wait in nanoseconds; negative for none. Needs {@link Feature#EXT_ARG}
     * @return as {@link #submitAndGetEvents()}; {@code -ETIME} and {@code -EINTR} are ordinary
     */
    public int submitAndWait(int minComplete, long timeoutNs) {
        throw new UnsupportedOperationException();
    }

    /**
     * Copies completions out and releases the completion queue head once.
     *
     * @param batch overwritten
     * @return how many were copied, at most the batch's capacity
     */
    public int drainTo(CqeBatch batch) {
        throw new UnsupportedOperationException();
    }

    /**
     * {@code IORING_REGISTER_*} on this ring, for the registrations that have no class of their own.
     *
     * @param opcode {@code IORING_REGISTER_*}
     * @param argAddress opcode specific
     * @param nrArgs opcode specific
     * @return the call's value or {@code -errno}
     */
    public int register(int opcode, long argAddress, int nrArgs) {
        throw new UnsupportedOperationException();
    }

    /**
     * Unmaps the queues, unregisters and closes the descriptor, in reverse order of construction. The kernel must hold
     * no operation: what it still held would be cancelled asynchronously, with our memory gone. Idempotent.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
