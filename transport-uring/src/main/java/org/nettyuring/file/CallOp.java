// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** An operation that is done at once or not at all, and needs no memory beyond its submission. */
final class CallOp extends FileOp<Void> {
    private final Preparation preparation;

    /** Writes the submission. */
    @FunctionalInterface
    interface Preparation {
        /** Returns false if the arena has no room. */
        boolean prepare(Sqe sqe, SubmitArena arena);
    }

    CallOp(FileHandle handle, FileCall call, Preparation preparation) {
        super(handle, call);
        this.preparation = preparation;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        return preparation.prepare(sqe, arena);
    }

    @Override
    void onResult(int res, int flags) {
        succeed(null);
    }
}
