// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.util.concurrent.DefaultPromise;

/**
 * The future of one operation. A cancel only asks: as long as the kernel may use the caller's memory the future is not
 * done, so that whoever sees it done may use the memory again.
 */
final class FilePromise<V> extends DefaultPromise<V> {
    private final FileOp<?> op;

    FilePromise(FileOp<?> op) {
        super(op.handle.loop());
        this.op = op;
    }

    /**
     * Asks the operation to end.
     *
     * @param mayInterruptIfRunning without meaning
     * @return false: it has not ended yet. It ends with a {@link java.util.concurrent.CancellationException}, or as if
     *     nothing had been asked
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!isDone()) {
            op.requestCancel();
        }
        return false;
    }

    /** The operation has ended, because it was asked to. */
    void cancelled() {
        super.cancel(false);
    }
}
