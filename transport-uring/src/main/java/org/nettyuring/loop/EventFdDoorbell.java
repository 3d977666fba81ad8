// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.EventFdReadOp;
import org.nettyuring.op.Submitter;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/** A bell for kernels without ring messages: an eventfd with a read armed in the ring. */
final class EventFdDoorbell extends Doorbell {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(EventFdDoorbell.class);
    private static final int COUNTER_BYTES = Long.BYTES;

    private final Syscalls syscalls;
    private final Submitter submitter;
    private final LoopCounters counters;
    private final int fd;
    private final NativeRegion memory;
    private final EventFdReadOp read;
    private boolean closing;

    EventFdDoorbell(Syscalls syscalls, Submitter submitter, LoopCounters counters) throws ErrnoException {
        this.syscalls = syscalls;
        this.submitter = submitter;
        this.counters = counters;
        // One counter for the kernel to read into, one constant 1 to write from.
        memory = syscalls.allocate(2 * COUNTER_BYTES, "eventfd counters");
        memory.buffer().putLong(COUNTER_BYTES, 1);
        fd = syscalls.eventfd(0, LinuxConstants.EFD_CLOEXEC);
        if (fd < 0) {
            memory.close();
            throw new ErrnoException("eventfd", "doorbell", -fd, "raise the limit of open files (ulimit -n)");
        }
        read = new EventFdReadOp(this, fd, memory.address(), this::onRead);
    }

    @Override
    void send() {
        long result;
        do {
            result = syscalls.write(fd, memory.address() + COUNTER_BYTES, COUNTER_BYTES);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            LOGGER.error(ErrnoException.message("write", "eventfd " + fd, (int) -result, "the loop was not woken"));
        }
    }

    @Override
    void open() {
        if (!read.isPending()) {
            submitter.submit(read);
        }
    }

    private void onRead() {
        counters.bellsReceived++;
        if (!closing) {
            submitter.submit(read);
        }
    }

    @Override
    void beginClose() {
        closing = true;
        submitter.cancel(read);
    }

    @Override
    void free() {
        syscalls.close(fd);
        if (!read.isPending()) { // else the kernel may still write to it: leaked, and reported by the loop
            memory.close();
        }
    }
}
