// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.Errno.EEXIST;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.IoUringConstants.IORING_ENTER_EXT_ARG;
import static org.nettyuring.abi.IoUringConstants.IORING_ENTER_GETEVENTS;
import static org.nettyuring.abi.IoUringConstants.IORING_ENTER_NO_IOWAIT;
import static org.nettyuring.abi.IoUringConstants.IORING_ENTER_REGISTERED_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_ENABLE_RINGS;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_IOWQ_MAX_WORKERS;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_RING_FDS;
import static org.nettyuring.abi.IoUringConstants.IORING_SQ_CQ_OVERFLOW;
import static org.nettyuring.abi.IoUringConstants.IORING_SQ_TASKRUN;
import static org.nettyuring.abi.IoUringConstants.IORING_UNREGISTER_RING_FDS;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Remedies;
import org.nettyuring.sys.Syscalls;

/**
 * One io_uring: its queues, its registered resources, and the only call site of {@code io_uring_enter(2)}.
 *
 * <p>Made disabled on any thread; the thread that calls {@link #enable()} becomes the submitter and, but for
 * {@link #fd()} and {@link #capabilities()}, the only caller. Without {@link Feature#SINGLE_ISSUER} another thread can
 * take over from it.
 */
public final class Ring implements AutoCloseable {
    private static final int UNREGISTERED = -1;
    /** Lets the kernel choose the index of a registered ring. */
    private static final int ANY_INDEX = -1;

    private final Syscalls syscalls;
    private final RingCapabilities capabilities;
    private final int fd;
    private final RingParts parts;
    private final EnterArgument argument;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;
    private final AtomicBoolean closed = new AtomicBoolean();

    // Set by enable, then constant; without SINGLE_ISSUER the submitter may change.
    private volatile @Nullable Thread submitter;
    private int registeredIndex = UNREGISTERED;
    private int enterFd;
    private int enterFlags;

    // Submitter only.
    private long enters;

    /** Makes a disabled ring; whatever was made before a failure is unmade. */
    Ring(RingConfig config, RingCapabilities capabilities) throws ErrnoException {
        syscalls = config.syscalls();
        this.capabilities = capabilities;
        parts = new RingParts(config, capabilities);
        fd = parts.fd();
        sq = parts.sq();
        cq = parts.cq();
        argument = parts.argument();
        enterFd = fd;
        enterFlags = IORING_ENTER_GETEVENTS | (capabilities.has(Feature.NO_IOWAIT) ? IORING_ENTER_NO_IOWAIT : 0);
    }

    /**
     * Makes a disabled ring with every capability the kernel has and the process did not switch off.
     *
     * @param config sizes
     * @return the ring, owned by the caller
     * @throws ErrnoException with the remedy, if the kernel refuses a ring at all
     */
    public static Ring create(RingConfig config) throws ErrnoException {
        ProbedCapabilities capabilities = CapabilityProbe.of(config.syscalls());
        return new Ring(config, capabilities.without(config.disabled()));
    }

    /** {@return the descriptor} */
    public int fd() {
        return fd;
    }

    /** {@return what this ring can do} */
    public RingCapabilities capabilities() {
        return capabilities;
    }

    /**
     * Enables the ring: the calling thread becomes its submitter. A second call by the same thread does nothing. One by
     * another thread makes that the submitter, if the ring has no {@link Feature#SINGLE_ISSUER}; the one before must
     * have stopped, with a happens-before between the two. What it submitted stays in the kernel and completes in its
     * time; if that thread has died by then, perhaps with {@code -ECANCELED}.
     *
     * <p>Registers the ring descriptor with this thread where the kernel can, and the ring stays with it.
     *
     * @throws ErrnoException if the kernel refuses, or {@code EEXIST} if another thread enabled the ring and must stay
     */
    public void enable() throws ErrnoException {
        Thread current = Thread.currentThread();
        Thread owner = submitter;
        if (owner == current) {
            return;
        }
        boolean single = capabilities.has(Feature.SINGLE_ISSUER);
        if (owner != null && single) {
            throw failure("io_uring_register", "ENABLE_RINGS", -EEXIST);
        }
        int result = owner == null ? register(IORING_REGISTER_ENABLE_RINGS, 0, 0) : 0;
        if (result < 0) {
            throw failure("io_uring_register", "ENABLE_RINGS", result);
        }
        submitter = current;
        // A ring that moves would leave itself, alive, in the table of each thread it has been on.
        if (single && capabilities.has(Feature.REGISTERED_RING)) {
            registerRingFd();
        }
    }

    /**
     * Takes the next free entry; it is submitted by the next enter. The caller prepares it at once.
     *
     * @return the shared view of the entry, or null if the submission queue is full
     */
    public @Nullable Sqe nextSqe() {
        return sq.next();
    }

    /** Gives back the entry of the last {@link #nextSqe()}, before any enter: nothing was prepared after all. */
    public void ungetSqe() {
        sq.unget();
    }

    /** {@return the free-running u32 index of the entry that {@link #nextSqe()} takes next} */
    public int sqTail() {
        return sq.tail();
    }

    /**
     * An entry that the kernel has not consumed yet, to be prepared anew.
     *
     * @param index free-running, from {@link #sqTail()} before it was taken
     * @return the shared view of the entry
     */
    public Sqe sqeAt(int index) {
        return sq.at(index);
    }

    /** {@return free submission queue entries} */
    public int sqSpaceLeft() {
        return sq.spaceLeft();
    }

    /** {@return entries prepared and not yet consumed by the kernel} */
    public int sqReady() {
        return sq.ready();
    }

    /** {@return completions that can be drained without entering the kernel} */
    public int cqReady() {
        return cq.ready();
    }

    /** {@return whether the kernel holds completions back until an enter: {@code SQ_TASKRUN} or {@code CQ_OVERFLOW}} */
    public boolean needsEnter() {
        return (sq.kFlags() & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW)) != 0;
    }

    /** {@return whether completions did not fit into the queue; they come with enters, once there is room} */
    public boolean isOverflowing() {
        return (sq.kFlags() & IORING_SQ_CQ_OVERFLOW) != 0;
    }

    /** {@return {@code io_uring_enter} calls so far} */
    public long enters() {
        return enters;
    }

    /** {@return completions the kernel says it dropped ({@code cq.koverflow}); a nonzero value means a lost ring} */
    public int cqDropped() {
        return cq.kOverflow();
    }

    /**
     * Submits what is ready and lets the kernel post completions; does not block.
     *
     * @return entries consumed, which may be fewer than were ready, or {@code -errno}; what was not consumed stays
     *     queued. {@code -EINTR}, {@code -EAGAIN} and {@code -EBUSY} (drain, then enter again) are ordinary;
     *     {@code -EEXIST} is the wrong thread. Whether there are completions is in {@link #cqReady()}, never in this
     *     value
     */
    public int submitAndGetEvents() {
        return enter(0, enterFlags, 0, 0);
    }

    /**
     * Submits what is ready and blocks until a completion is there.
     *
     * @param minComplete completions to wait for
     * @param timeoutNs longest wait in nanoseconds; negative for none. Needs {@link Feature#EXT_ARG}
     * @return as {@link #submitAndGetEvents()}; {@code -ETIME} is ordinary too. {@code -EINVAL} for a timeout without
     *     {@code EXT_ARG}
     */
    public int submitAndWait(int minComplete, long timeoutNs) {
        if (timeoutNs < 0) {
            return enter(minComplete, enterFlags, 0, 0);
        }
        if (!capabilities.has(Feature.EXT_ARG)) {
            return -EINVAL;
        }
        int flags = enterFlags | IORING_ENTER_EXT_ARG;
        return enter(minComplete, flags, argument.timeout(timeoutNs), EnterArgument.GETEVENTS_ARG_BYTES);
    }

    /**
     * Copies completions out and releases the completion queue head once.
     *
     * @param batch overwritten
     * @return how many were copied, at most the batch's capacity
     */
    public int drainTo(CqeBatch batch) {
        return cq.drainTo(batch);
    }

    /**
     * {@code IORING_REGISTER_*} on this ring, for the registrations that have no class of their own.
     *
     * @param opcode {@code IORING_REGISTER_*}
     * @param argAddress opcode specific
     * @param nrArgs opcode specific
     * @return the call's value or {@code -errno}
     */
    public int register(int opcode, long argAddress, int nrArgs) {
        return syscalls.ioUringRegister(fd, opcode, argAddress, nrArgs);
    }

    /**
     * Bounds the kernel's worker threads of this ring's submitter, which do what would block it
     * ({@code IORING_REGISTER_IOWQ_MAX_WORKERS}, since 5.15). Threads that there are already end as they become idle.
     * Submitter only.
     *
     * @param bounded workers for operations on files and block devices, greater than 0
     * @param unbounded workers for everything else, greater than 0
     * @return 0 or {@code -errno}; {@code -EINVAL} before 5.15
     */
    public int limitWorkers(int bounded, int unbounded) {
        return register(IORING_REGISTER_IOWQ_MAX_WORKERS, argument.pair(bounded, unbounded), 2);
    }

    /**
     * Unmaps the queues, unregisters and closes the descriptor, in reverse order of construction. The kernel must hold
     * no operation: what it still held would be cancelled asynchronously, with our memory gone. Idempotent. On another
     * thread than the submitter's, the kernel keeps the ring until that thread ends.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (registeredIndex != UNREGISTERED && Thread.currentThread() == submitter) {
            register(IORING_UNREGISTER_RING_FDS, argument.rsrcUpdate(registeredIndex, 0), 1);
        }
        parts.close();
    }

    /**
     * Describes a failed call on this ring.
     *
     * @param operation {@code "io_uring_enter"} or {@code "io_uring_register"}
     * @param what the opcode and its object, or empty
     * @param result the {@code -errno}
     * @return an exception that names the ring, its thread, and the remedy
     */
    public ErrnoException failure(String operation, String what, int result) {
        Thread owner = submitter;
        String object = (what.isEmpty() ? "" : what + ", ") + "ring fd " + fd;
        if (owner != null && owner != Thread.currentThread()) {
            object += " of thread " + owner.getName() + ", called by " + Thread.currentThread().getName();
        }
        return Remedies.exception(operation, object, -result);
    }

    @Override
    public String toString() {
        return "Ring(fd " + fd + ", sq " + sq.entries() + ", cq " + cq.entries() + (closed.get() ? ", closed)" : ")");
    }

    boolean isClosed() {
        return closed.get();
    }

    Syscalls syscalls() {
        return syscalls;
    }

    /** {@return {@code IORING_FEAT_*}} */
    int features() {
        return parts.features();
    }

    /** {@return entries of the submission queue} */
    public int sqEntries() {
        return sq.entries();
    }

    /** {@return entries of the completion queue} */
    public int cqEntries() {
        return cq.entries();
    }

    /** The one door. */
    private int enter(int minComplete, int flags, long argumentAddress, long argumentBytes) {
        assert !closed.get() : "use after close: " + this;
        Thread owner = submitter;
        if (owner != null && owner != Thread.currentThread()) {
            return -EEXIST; // a registered index is another ring in that thread's table: do not ask the kernel
        }
        int toSubmit = sq.flush();
        enters++;
        int result = syscalls.ioUringEnter(enterFd, toSubmit, minComplete, flags, argumentAddress, argumentBytes);
        sq.afterEnter();
        return result;
    }

    /** Saves a lookup per enter. The table is this thread's and has 16 places: without one, the descriptor does. */
    private void registerRingFd() {
        int registered = register(IORING_REGISTER_RING_FDS, argument.rsrcUpdate(ANY_INDEX, fd), 1);
        if (registered == 1) {
            registeredIndex = argument.rsrcUpdateOffset();
            enterFd = registeredIndex;
            enterFlags |= IORING_ENTER_REGISTERED_RING;
        }
    }
}
