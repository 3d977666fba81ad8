// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

/** An operation that begins with a path or an inode, not with a file: it waits for a file system that is held. */
abstract class FileSystemRequest extends Request {
    FileSystemRequest(FakeRing ring, SubmittedSqe sqe, FakeFile file) {
        super(ring, sqe, file);
    }

    /** As {@link #attempt}, on a file system that answers. */
    abstract void attemptUnheld();

    @Override
    final boolean couldComplete() {
        return !kernel.fileSystem().isHeld();
    }

    @Override
    final void onEnd() {
        kernel.fileSystem().forget(this);
    }

    @Override
    final void attempt() {
        if (kernel.fileSystem().isHeld()) {
            kernel.fileSystem().await(this);
        } else {
            attemptUnheld();
        }
    }
}
