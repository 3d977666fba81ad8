// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import org.nettyuring.buffer.PipePool;
import org.nettyuring.buffer.ProvidedBufferPool;
import org.nettyuring.buffer.RegisteredSlots;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.IoPriority;
import org.nettyuring.op.Op;
import org.nettyuring.op.Submitter;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * One handle's place on one loop. Loop thread only, but for {@link #submit(IoOps)}, {@link #isValid()} and
 * {@link #cancel()}.
 */
public final class IoUringIoRegistration implements IoRegistration, Submitter {
    final IoUringIoHandle handle;
    /** Neighbours in the handler's list. Managed by {@link Registrations}. */
    IoUringIoRegistration previous;
    IoUringIoRegistration next;

    private final IoUringIoHandler handler;
    private final LoopResources resources;
    private final RingDriver driver;
    /** What the user submitted, until its last completion: a list. */
    private RawOp rawOps;
    private boolean unregistered;
    /** {@link IoPriority#code()}. */
    private byte priority;
    private volatile boolean valid = true;

    IoUringIoRegistration(IoUringIoHandler handler, LoopResources resources, IoUringIoHandle handle) {
        this.handler = handler;
        this.resources = resources;
        driver = resources.driver();
        this.handle = handle;
    }

    @Override
    public void submit(Op op) {
        assert handler.inLoop() : "not on the loop thread";
        op.priority(priority);
        driver.submit(op);
    }

    /**
     * Says how urgent the completions of operations are that are submitted from now on. Receives that are armed from
     * now on take their buffers from another group.
     *
     * @param newPriority {@link IoPriority#NORMAL} at first
     */
    public void prioritize(IoPriority newPriority) {
        if (newPriority != IoPriority.NORMAL) {
            driver.usePriorities();
        }
        priority = newPriority.code();
    }

    /** {@return how urgent they are} */
    public IoPriority priority() {
        return IoPriority.of(priority);
    }

    @Override
    public void submitNow() {
        assert handler.inLoop() : "not on the loop thread";
        driver.submitNow();
    }

    @Override
    public void cancel(Op op) {
        assert handler.inLoop() : "not on the loop thread";
        driver.cancel(op);
    }

    @Override
    public void cancelBehind(Op op) {
        assert handler.inLoop() : "not on the loop thread";
        driver.cancelBehind(op);
    }

    @Override
    public void afterDispatch(AfterDispatch hook) {
        driver.afterDispatch(hook);
    }

    /** {@return the loop's receive buffers of this priority; null if provided buffers are not available, or refused} */
    public ProvidedBufferPool buffers() {
        BufferPools pools = resources.buffers();
        return pools == null ? null : pools.ofStreams(priority);
    }

    /**
     * The loop's receive buffers for datagrams, which take a whole buffer each. Made on first use.
     *
     * @param headerBytes bytes before the payload
     * @param payloadBytes bytes that the largest datagram has
     * @return buffers of at least that size; null if provided buffers are not available, or refused
     */
    public ProvidedBufferPool datagramBuffers(int headerBytes, int payloadBytes) {
        BufferPools pools = resources.buffers();
        return pools == null ? null : pools.ofDatagrams(headerBytes, payloadBytes);
    }

    /** {@return the loop's buffers for reads of files, made on first use; null without provided buffers} */
    public ProvidedBufferPool fileBuffers() {
        BufferPools pools = resources.buffers();
        return pools == null ? null : pools.ofFiles();
    }

    /**
     * The loop's registered buffers, made on first use.
     *
     * @return null if the kernel cannot change them one by one
     * @throws ErrnoException if the kernel refuses
     */
    public RegisteredSlots registeredSlots() throws ErrnoException {
        return resources.files().registeredSlots();
    }

    /** {@return who has which of the kernel's worker threads, bounded as configured from the first call on} */
    public WorkerShares workerShares() {
        return resources.files().workerShares();
    }

    /** {@return the loop's pipes, for files} */
    public PipePool pipes() {
        return resources.pipes();
    }

    /** {@return what the loop's ring can do} */
    public RingCapabilities capabilities() {
        return resources.ring().capabilities();
    }

    /**
     * {@return whether a small send is to be made by {@code send(2)} now: few completions came in this turn, and a turn
     * of the ring for so few sends costs more} One yes is for one send. Loop thread.
     */
    public boolean takeDirectSend() {
        return driver.takeDirectSend();
    }

    /** {@return bytes from which messages are received by {@code recv(2)} each; 0 for none} */
    public int directReceives() {
        return resources.directReceives();
    }

    /** {@return whether this turn, or the last one, brought more completions than {@code directSends}} Loop thread. */
    public boolean isBusy() {
        return driver.isBusy();
    }

    /**
     * A message was received directly, or all that were are handled. Loop thread.
     *
     * @param most sends that {@link #takeLargeSend} says yes to until the next call, 0 or more
     */
    public void allowLargeSends(int most) {
        driver.allowLargeSends(most);
    }

    /**
     * {@return whether a send, of any size, is to be made by {@code send(2)} now: it answers a message that was
     * received directly} One yes is for one send. Loop thread.
     */
    public boolean takeLargeSend() {
        return driver.takeLargeSend();
    }

    /** {@return the loop's counters} */
    public LoopCounters counters() {
        return resources.counters();
    }

    /** {@return the loop's kernel} */
    public Syscalls syscalls() {
        return resources.syscalls();
    }

    RingDriver driver() {
        return driver;
    }

    /** {@return what the loop lets through of explicit operations} */
    Admission newAdmission() {
        return resources.newAdmission();
    }

    /** {@return the handler, an {@link IoUringIoHandler}} */
    @Override
    @SuppressWarnings("unchecked") // the caller names the type, as with every attachment
    public <T> T attachment() {
        return (T) handler;
    }

    /**
     * Submits an operation of the user's own making. Any thread.
     *
     * @param ops an {@link IoUringIoOps}
     * @return a number that comes back in {@link IoUringIoEvent#id()}, or -1 if the registration is cancelled
     */
    @Override
    public long submit(IoOps ops) {
        IoUringIoOps uringOps = (IoUringIoOps) ops;
        if (!valid) {
            return -1;
        }
        RawOp op = new RawOp(this, uringOps, handler.nextRawId());
        if (handler.inLoop()) {
            startRaw(op);
        } else {
            handler.execute(() -> startRaw(op));
        }
        return op.id();
    }

    private void startRaw(RawOp op) {
        op.next = rawOps;
        if (rawOps != null) {
            rawOps.previous = op;
        }
        rawOps = op;
        if (valid) {
            driver.submit(op);
        } else {
            op.refuse();
        }
    }

    void endRaw(RawOp op) {
        if (op.previous != null) {
            op.previous.next = op.next;
        } else {
            rawOps = op.next;
        }
        if (op.next != null) {
            op.next.previous = op.previous;
        }
        finishIfIdle();
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    /**
     * Ends the registration: what {@link #submit(IoOps)} started is cancelled, and
     * {@link IoUringIoHandle#unregistered()} is called after its last completion. Any thread.
     *
     * @return true for the call that ended it
     */
    @Override
    public boolean cancel() {
        if (!markInvalid()) {
            return false;
        }
        if (handler.inLoop()) {
            finish();
        } else {
            handler.execute(this::finish);
        }
        return true;
    }

    /** True once. */
    private synchronized boolean markInvalid() {
        boolean was = valid;
        valid = false;
        return was;
    }

    private void finish() {
        for (RawOp op = rawOps; op != null; op = op.next) {
            driver.cancel(op);
        }
        finishIfIdle();
    }

    private void finishIfIdle() {
        if (!valid && rawOps == null && !unregistered) {
            unregistered = true;
            handler.forget(this);
            handle.unregistered();
        }
    }

    @Override
    public String toString() {
        return "IoUringIoRegistration(" + handle + (valid ? ")" : ", cancelled)");
    }
}
