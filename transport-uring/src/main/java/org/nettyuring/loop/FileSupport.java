// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.abi.Errno;
import org.nettyuring.buffer.RegisteredSlots;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.Ring;
import org.nettyuring.sys.ErrnoException;

/** What a loop has for files and makes when the first of them comes. Loop thread only. */
final class FileSupport implements AutoCloseable {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(FileSupport.class);

    private final Ring ring;
    private final int workers;
    private WorkerShares shares;
    private RegisteredSlots slots;

    FileSupport(Ring ring, int workers) {
        this.ring = ring;
        this.workers = workers;
    }

    /** {@return who has which of the kernel's threads, which the first call bounds} */
    WorkerShares workerShares() {
        if (shares == null) {
            shares = new WorkerShares(workers);
            int result = ring.limitWorkers(workers, workers);
            if (result < 0) {
                LOGGER.debug("{}: the kernel's own bound of worker threads holds: {}", ring, Errno.name(-result));
            }
        }
        return shares;
    }

    /** {@return the registered buffers; null if the kernel cannot} */
    RegisteredSlots registeredSlots() throws ErrnoException {
        if (slots == null && ring.capabilities().has(Feature.REGISTER_BUFFERS_SPARSE)) {
            slots = new RegisteredSlots(ring);
        }
        return slots;
    }

    @Override
    public void close() {
        if (slots != null) {
            slots.close();
        }
    }
}
