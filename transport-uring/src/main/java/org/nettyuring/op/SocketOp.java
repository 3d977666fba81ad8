// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.util.StringJoiner;

/**
 * What all operations on one socket have in common: the descriptor, whom they belong to, and the states of an operation
 * that is submitted again and again, but never twice at a time.
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>IDLE</td><td>arm</td><td>IN_FLIGHT</td></tr>
 * <tr><td>IDLE</td><td>cancel</td><td>IDLE</td></tr>
 * <tr><td>IN_FLIGHT</td><td>completion with {@code F_MORE}</td><td>IN_FLIGHT</td></tr>
 * <tr><td>IN_FLIGHT</td><td>terminal completion</td><td>IDLE</td></tr>
 * <tr><td>IN_FLIGHT</td><td>cancel</td><td>CANCELLING</td></tr>
 * <tr><td>CANCELLING</td><td>completion with {@code F_MORE}</td><td>CANCELLING</td></tr>
 * <tr><td>CANCELLING</td><td>terminal completion</td><td>IDLE</td></tr>
 * <tr><td>CANCELLING</td><td>cancel</td><td>CANCELLING</td></tr>
 * </table>
 * Illegal, and thrown: arm while not IDLE; a completion while IDLE. Loop thread only.
 */
public abstract class SocketOp extends Op {
    /** Where the operation is. */
    enum State {
        /** Not submitted. */
        IDLE,
        /** Submitted; the kernel has it or will have it. */
        IN_FLIGHT,
        /** Submitted and asked to end; completions still come. */
        CANCELLING
    }

    private final int fd;
    private final Owner owner;
    private State state = State.IDLE;

    /** Whom the operation belongs to. */
    public interface Owner {
        /**
         * Takes what a completion's handling threw. The owner ends itself.
         *
         * @param cause what was thrown
         */
        void onException(Throwable cause);
    }

    /**
     * Makes an idle operation.
     *
     * @param fd the socket, open until the operation is idle for the last time
     * @param owner whom it belongs to
     */
    SocketOp(int fd, Owner owner) {
        this.fd = fd;
        this.owner = owner;
    }

    /** {@return whether it is submitted and its terminal completion has not come} */
    public final boolean isInFlight() {
        return state != State.IDLE;
    }

    /** {@return whether it is in flight and was asked to end} */
    public final boolean isCancelling() {
        return state == State.CANCELLING;
    }

    /**
     * Asks it to end, if it is in flight; asked again, it asks the kernel again. The terminal completion still comes.
     *
     * @param submitter the loop
     */
    public final void cancel(Submitter submitter) {
        if (state != State.IDLE) {
            state = State.CANCELLING;
            submitter.cancel(this);
        }
    }

    /**
     * As {@link #cancel}, after the kernel had one try at it.
     *
     * @param submitter the loop
     */
    public final void cancelBehind(Submitter submitter) {
        if (state != State.IDLE) {
            state = State.CANCELLING;
            submitter.cancelBehind(this);
        }
    }

    /**
     * Goes from IDLE to IN_FLIGHT and submits.
     *
     * @param submitter the loop
     */
    final void armAndSubmit(Submitter submitter) {
        checkIdle();
        state = State.IN_FLIGHT;
        submitter.submit(this);
    }

    final void checkIdle() {
        if (state != State.IDLE) {
            throw illegal("arm");
        }
    }

    /** Every completion's first step. */
    final void completed(boolean terminal) {
        if (state == State.IDLE) {
            throw illegal("completion");
        }
        if (terminal) {
            state = State.IDLE;
        }
    }

    final State state() {
        return state;
    }

    final int fd() {
        return fd;
    }

    /**
     * Tells whether the kernel holds it.
     *
     * @param report takes the name, if it does
     */
    public final void describeInFlight(StringJoiner report) {
        if (isInFlight()) {
            report.add(name());
        }
    }

    private IllegalStateException illegal(String event) {
        return new IllegalStateException(name() + ": " + event + " while " + state);
    }

    @Override
    protected final void onException(Throwable cause) {
        owner.onException(cause);
    }

    @Override
    public final Object owner() {
        return owner;
    }
}
