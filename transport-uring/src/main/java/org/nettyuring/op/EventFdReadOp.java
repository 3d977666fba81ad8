// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import org.nettyuring.ring.Sqe;

/**
 * {@code IORING_OP_READ} of an eventfd: the doorbell where ring messages are not available. Armed again by its owner
 * after each completion.
 */
public final class EventFdReadOp extends Op {
    private static final int COUNTER_BYTES = Long.BYTES;

    private final Object owner;
    private final int eventFd;
    private final long counterAddress;
    private final Runnable onRead;

    /**
     * Makes an idle read.
     *
     * @param owner for reports
     * @param eventFd the eventfd
     * @param counterAddress 8 bytes, the kernel's until the terminal completion
     * @param onRead called at each completion, whatever its result
     */
    public EventFdReadOp(Object owner, int eventFd, long counterAddress, Runnable onRead) {
        this.owner = owner;
        this.eventFd = eventFd;
        this.counterAddress = counterAddress;
        this.onRead = onRead;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepRead(eventFd, counterAddress, COUNTER_BYTES, 0);
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        onRead.run();
    }

    @Override
    protected boolean isInternal() {
        return true;
    }

    @Override
    public String name() {
        return "READ eventfd";
    }

    @Override
    public Object owner() {
        return owner;
    }
}
