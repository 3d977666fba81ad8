// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.op.Op;

/** An operation that watches its own completions: none unless submitted, none after the terminal one. */
abstract class SimulatedOp extends Op {
    final RingClient client;
    private boolean inFlight;
    private boolean cancelled;

    SimulatedOp(RingClient client) {
        this.client = client;
    }

    final void submit() {
        inFlight = true;
        cancelled = false;
        client.started();
        client.registration().submit(this);
    }

    final void cancel() {
        cancelled = true;
        client.registration().cancel(this);
    }

    final boolean isInFlight() {
        return inFlight;
    }

    @Override
    protected final void onCompletion(int res, int flags) {
        if (!inFlight) {
            throw new AssertionError("completion without an operation: " + this + " res " + res);
        }
        boolean more = (flags & IoUringConstants.IORING_CQE_F_MORE) != 0;
        if (res == -Errno.ECANCELED && !cancelled) {
            throw new AssertionError("cancelled by nobody: " + this);
        }
        if (!more) {
            inFlight = false;
            client.ended();
        }
        onResult(res, flags, more);
    }

    /** One completion. */
    abstract void onResult(int res, int flags, boolean more);

    @Override
    protected final void onException(Throwable cause) {
        client.failed(cause);
    }

    @Override
    public Object owner() {
        return client;
    }

    @Override
    public String toString() {
        return name() + (cancelled ? ", cancelled" : "");
    }
}
