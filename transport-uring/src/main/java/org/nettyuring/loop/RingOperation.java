// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.time.Duration;
import java.util.Objects;
import org.nettyuring.loop.IoUringIoOps.Preparation;
import org.nettyuring.sys.Syscalls;

/**
 * The description of one operation for {@link RingOperations}; immutable, any thread. It may be submitted more than
 * once, but for one with a {@linkplain #release(Runnable) resource}.
 *
 * <p>Memory that the SQE names belongs to the kernel until the future is done.
 */
public final class RingOperation {
    /** A system call that does not wait. Any thread. */
    @FunctionalInterface
    public interface InLineCall {
        /**
         * Makes the call.
         *
         * @param syscalls the loop's kernel
         * @return the call's value or {@code -errno}
         */
        int call(Syscalls syscalls);
    }

    private final OperationKind kind;
    private final Object object;
    private final Preparation preparation;
    private final InLineCall call;
    private final long timeoutNs;
    private final long bytes;
    private final boolean hard;
    private final Runnable release;

    /** What can be set, in one place. */
    private static final class Draft {
        private final OperationKind kind;
        private final Object object;
        private Preparation preparation;
        private InLineCall call;
        private long timeoutNs;
        private long bytes = -1;
        private boolean hard;
        private Runnable release;

        Draft(OperationKind kind, Object object) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.object = Objects.requireNonNull(object, "object");
        }
    }

    private RingOperation(Draft draft) {
        kind = draft.kind;
        object = draft.object;
        preparation = draft.preparation;
        call = draft.call;
        timeoutNs = draft.timeoutNs;
        bytes = draft.bytes;
        hard = draft.hard;
        release = draft.release;
    }

    private Draft draft() {
        Draft draft = new Draft(kind, object);
        draft.preparation = preparation;
        draft.call = call;
        draft.timeoutNs = timeoutNs;
        draft.bytes = bytes;
        draft.hard = hard;
        draft.release = release;
        return draft;
    }

    /**
     * Describes an operation of the ring.
     *
     * @param kind what it is; the SQE must have its opcode
     * @param object what it is applied to, for errors and reports: a path, a channel, {@code "fd 12"}
     * @param preparation writes the SQE by one of its {@code prep…} methods. Loop thread, when there is room, and once
     *     more for each further try. Its memory must be stable until the future is done
     * @return the operation
     */
    public static RingOperation of(OperationKind kind, Object object, Preparation preparation) {
        if (kind.runsInLine()) {
            throw new IllegalArgumentException(kind + " never waits and is no entry of a ring: use inLine");
        }
        Draft draft = new Draft(kind, object);
        draft.preparation = Objects.requireNonNull(preparation, "preparation");
        return new RingOperation(draft);
    }

    /**
     * Describes a system call that never waits, which is done by the thread that submits it.
     *
     * @param kind one that {@link OperationKind#runsInLine()}
     * @param object what it is applied to, for errors
     * @param call makes it
     * @return the operation; no part of a pipeline
     */
    public static RingOperation inLine(OperationKind kind, Object object, InLineCall call) {
        if (!kind.runsInLine()) {
            throw new IllegalArgumentException(kind + " may wait, or is the ring's: use of");
        }
        Draft draft = new Draft(kind, object);
        draft.call = Objects.requireNonNull(call, "call");
        return new RingOperation(draft);
    }

    /**
     * Limits the time that the operation may take, by {@code LINK_TIMEOUT}: from when the kernel begins with it, in a
     * pipeline from when its turn comes. Its future then fails with {@code ETIME}.
     *
     * @param limit greater than 0
     * @return this, with the limit
     */
    public RingOperation timeout(Duration limit) {
        long ns = limit.toNanos();
        if (ns <= 0 || kind.runsInLine()) {
            throw new IllegalArgumentException("timeout: " + limit + " (expected: greater than 0, of what may wait)");
        }
        Draft draft = draft();
        draft.timeoutNs = ns;
        return new RingOperation(draft);
    }

    /**
     * Says how many bytes it is about, for reports.
     *
     * @param count bytes asked for
     * @return this, with the number
     */
    public RingOperation bytes(long count) {
        Draft draft = draft();
        draft.bytes = count;
        return new RingOperation(draft);
    }

    /**
     * In a pipeline: what comes behind runs even if this one fails ({@code IOSQE_IO_HARDLINK}).
     *
     * @return this, with a hard link
     */
    public RingOperation continueOnFailure() {
        Draft draft = draft();
        draft.hard = true;
        return new RingOperation(draft);
    }

    /**
     * Gives something back when the operation is over: the kernel has let go of it, or never got it. Runs once, before
     * the future is done, on the loop thread or, after the loop's end, on the thread that submits.
     *
     * @param newRelease for example {@code buffer::release}
     * @return this, with the resource
     */
    public RingOperation release(Runnable newRelease) {
        Draft draft = draft();
        draft.release = Objects.requireNonNull(newRelease, "release");
        return new RingOperation(draft);
    }

    /** {@return what it is} */
    public OperationKind kind() {
        return kind;
    }

    /** {@return what it is applied to} */
    public Object object() {
        return object;
    }

    /** {@return nanoseconds that it may take; 0 for any time} */
    public long timeoutNs() {
        return timeoutNs;
    }

    /** {@return bytes asked for; -1 if it does not say} */
    public long bytes() {
        return bytes;
    }

    Preparation preparation() {
        return preparation;
    }

    InLineCall call() {
        return call;
    }

    boolean isHardLink() {
        return hard;
    }

    Runnable release() {
        return release;
    }

    /** {@return for example {@code fsync(data.log)}} */
    @Override
    public String toString() {
        return kind.callName() + "(" + object + ")";
    }
}
