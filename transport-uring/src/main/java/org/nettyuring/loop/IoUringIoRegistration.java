// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.Op;
import org.nettyuring.op.Submitter;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.sys.Syscalls;

/**
 * One handle's place on one loop. Loop thread only, but for {@link #submit(IoOps)}, {@link #isValid()} and
 * {@link #cancel()}.
 */
public final class IoUringIoRegistration implements IoRegistration, Submitter {
    IoUringIoRegistration() {}

    @Override
    public void submit(Op op) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(Op op) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void afterDispatch(AfterDispatch hook) {
        throw new UnsupportedOperationException();
    }

    /** {@return the loop's receive buffers; null if provided buffers are not available} */
    public ProvidedBufferPool buffers() {
        throw new UnsupportedOperationException();
    }

    /** {@return what the loop's ring can do} */
    public RingCapabilities capabilities() {
        throw new UnsupportedOperationException();
    }

    /** {@return the loop's counters} */
    public LoopCounters counters() {
        throw new UnsupportedOperationException();
    }

    /** {@return the loop's kernel} */
    public Syscalls syscalls() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T attachment() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long submit(IoOps ops) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isValid() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean cancel() {
        throw new UnsupportedOperationException();
    }
}
