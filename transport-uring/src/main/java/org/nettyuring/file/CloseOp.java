// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/** {@code IORING_OP_CLOSE}, once nothing else of the file is in flight. If it is cancelled, close(2) does it. */
final class CloseOp extends FileOp<Void> {
    private boolean closed;

    CloseOp(FileHandle handle) {
        super(handle, FileCall.CLOSE);
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepClose(handle.fd());
        return true;
    }

    @Override
    void onResult(int res, int flags) {
        closed(0);
    }

    @Override
    void onError(int errno) {
        closed(errno);
    }

    private void closed(int errno) {
        closed = true;
        handle.descriptorClosed(errno);
        succeed(null);
    }

    @Override
    void release() {
        if (!closed) {
            handle.closeNow();
        }
    }
}
