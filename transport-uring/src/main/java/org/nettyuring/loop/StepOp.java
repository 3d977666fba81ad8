// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Remedies;

/**
 * One explicit operation in the ring, alone or a step of a {@link Chain}.
 *
 * <table>
 * <caption>What its last completion leads to, once its time limit is back, too</caption>
 * <tr><th>result</th><th>when</th><th>future</th></tr>
 * <tr><td>{@code >= 0}</td><td>also after a cancel, or a time limit, that came too late</td><td>the result</td></tr>
 * <tr><td>{@code -ECANCELED}, {@code -EINTR}</td><td>its time limit had expired</td><td>{@code ETIME}</td></tr>
 * <tr><td>{@code -ECANCELED}, {@code -EINTR}, {@code -EAGAIN}</td><td>it was cancelled</td><td>cancelled</td></tr>
 * <tr><td>{@code -ECANCELED}</td><td>a step before failed, or was short</td><td>cancelled, naming that step</td></tr>
 * <tr><td>{@code -EAGAIN}, {@code -EINTR}</td><td>of a kind that may be repeated</td><td>tried again</td></tr>
 * <tr><td>of the {@code NOP} that overwrote it</td><td>the kernel took only what stands before it</td>
 * <td>tried again when that has ended well</td></tr>
 * <tr><td>another</td><td></td><td>failed with the errno</td></tr>
 * </table>
 *
 * <p>Of a zero-copy send the first completion is the result, and the notification the last. Any other completion with
 * {@code F_MORE} is that of a multishot, which is cancelled and refused.
 */
final class StepOp extends EntryOp {
    private static final int NOT_FOR_USERS = IoUringConstants.IOSQE_IO_LINK | IoUringConstants.IOSQE_IO_HARDLINK
            | IoUringConstants.IOSQE_CQE_SKIP_SUCCESS;

    final RingOperation operation;
    final RingPromise promise;
    private final Chain chain;
    private final boolean last;
    /** Null without a time limit. */
    private final TimeLimitOp limit;
    /** When the time limit is over, for another try; 0 before the first. */
    private long deadlineNs;
    private Future<?> timer;

    // Of the current try.
    private int res;
    private int flags;
    private boolean hasResult;
    private boolean atWork;
    private boolean cut;
    private boolean voided;
    private boolean expired;
    private boolean direct;
    private Throwable defect;

    StepOp(Chain chain, RingOperation operation, RingPromise promise, boolean last) {
        this.chain = chain;
        this.operation = operation;
        this.promise = promise;
        this.last = last;
        limit = operation.timeoutNs() > 0 ? new TimeLimitOp(this) : null;
    }

    /** {@return the entry that limits its time; null without} */
    TimeLimitOp limit() {
        return limit;
    }

    /** A new try. */
    void reset() {
        res = 0;
        flags = 0;
        hasResult = false;
        cut = false;
        voided = false;
        atWork = true;
    }

    @Override
    boolean write(Sqe sqe, SubmitArena arena) {
        if (!isVoid()) {
            sqe.prepNop(); // else what the preparation leaves out is that of the entry that stood here before
            try {
                operation.preparation().prepare(sqe);
                check(sqe);
                direct = sqe.fileIndex() != 0;
                if (deadlineNs == 0 && limit != null && chain.isFirst(this)) {
                    deadlineNs = chain.nowNs() + operation.timeoutNs();
                }
                promise.inKernel(true);
            } catch (Throwable t) {
                defect = t;
                chain.spoil();
            }
        }
        if (isVoid()) {
            voided = true;
            sqe.prepNop();
        }
        return true;
    }

    private void check(Sqe sqe) {
        if (sqe.opcode() != operation.kind().opcode()) {
            throw new IllegalArgumentException(operation + ": the entry has opcode " + sqe.opcode() + " (expected: "
                    + operation.kind().opcode() + ", " + operation.kind() + ")");
        }
        if ((sqe.flags() & NOT_FOR_USERS) != 0) {
            throw new IllegalArgumentException(operation + ": the entry has flags 0x" + Integer.toHexString(sqe.flags())
                    + " (expected: neither links, for which there is pipeline, nor CQE_SKIP_SUCCESS)");
        }
    }

    @Override
    boolean isVoid() {
        return chain.isVoid();
    }

    @Override
    int linkFlag() {
        if (isVoid() || last && limit == null) {
            return 0;
        }
        return operation.isHardLink() ? IoUringConstants.IOSQE_IO_HARDLINK : IoUringConstants.IOSQE_IO_LINK;
    }

    int linkFlagBehind() {
        return last || isVoid() ? 0 : IoUringConstants.IOSQE_IO_LINK;
    }

    @Override
    void becomeVoid() {
        voided = true;
        promise.inKernel(false);
    }

    @Override
    void cutOff() {
        cut = true;
        promise.inKernel(false);
    }

    /** The kernel has the step without its limit: the loop's clock is the limit. */
    void limitCutOff() {
        if (!cut && atWork) {
            timer = chain.schedule(() -> {
                expired = true;
                chain.cancelInKernel(this);
            }, timeLeftNs());
            expired |= timer == null;
        }
    }

    long timeLeftNs() {
        return deadlineNs == 0 ? operation.timeoutNs() : Math.max(1, deadlineNs - chain.nowNs());
    }

    @Override
    protected void onCompletion(int newRes, int newFlags) {
        boolean more = (newFlags & IoUringConstants.IORING_CQE_F_MORE) != 0;
        if (!hasResult) {
            hasResult = more;
            res = isInterruption(newRes) ? -Errno.EINTR : newRes;
            flags = newFlags;
        }
        if (!more) {
            atWork = false;
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
            chain.returned(this);
        } else if (!operation.kind().has(OperationTrait.NOTIFIES) && defect == null) {
            defect = new IllegalArgumentException(operation + ": the entry is a multishot operation, which has many "
                    + "results (expected: one; multishot operations are for IoRegistration.submit)");
            chain.cancelInKernel(this);
        }
    }

    /** The limit is back. One that found nobody met the step between two tries. */
    void limitEnded(boolean hasExpired) {
        expired |= hasExpired;
        if (hasExpired && atWork) {
            chain.cancelInKernel(this);
        }
        chain.entryReturned();
    }

    boolean isAtWork() {
        return atWork;
    }

    Throwable defect() {
        return defect;
    }

    boolean isTransfer() {
        return operation.kind().has(OperationTrait.BREAKS_WHEN_SHORT);
    }

    /** {@return whether the result alone says how it ended, whatever else comes} */
    boolean isClear() {
        return !voided && !cut && defect == null
                && res != -Errno.ECANCELED && res != -Errno.EINTR && res != -Errno.EAGAIN;
    }

    /** {@return whether it is to be tried again, now that nobody wants it to end} */
    boolean isToBeTriedAgain() {
        boolean rested = operation.kind().isWorthAnotherTry(res) && (last || !operation.isHardLink());
        return cut || rested && !isLate();
    }

    /**
     * Whether the kernel never began with it because one ahead of it moved fewer bytes than it was asked for.
     *
     * @param before the step ahead; null if there is none
     */
    boolean isBehindShort(StepOp before) {
        return res == -Errno.ECANCELED && !expired && before != null && before.isTransfer() && before.res >= 0;
    }

    boolean wasCut() {
        return cut;
    }

    private boolean isLate() {
        return expired || deadlineNs != 0 && chain.nowNs() - deadlineNs >= 0;
    }

    /** {@return whether those behind it are cancelled because of it} */
    boolean breaksChain() {
        boolean isShort = isTransfer() && operation.bytes() > res;
        return !operation.isHardLink() && (!operation.kind().isSuccess(res) || isShort);
    }

    /** Tells the future, when nothing more can change. */
    void complete(boolean cancelled) {
        if (defect != null) {
            promise.fail(defect, 0);
        } else if (operation.kind().isSuccess(res) && !voided && !cut) {
            succeed();
        } else if (!isClear() && (expired || !cancelled && isLate())) {
            promise.fail(new ErrnoException(operation.kind().callName(), operation.object().toString(), Errno.ETIME,
                    "it took longer than its limit of " + Duration.ofNanos(operation.timeoutNs())), flags);
        } else if (cancelled && !isClear() || res == -Errno.ECANCELED) {
            promise.fail(new CancellationException(operation + ": cancelled"), flags);
        } else {
            promise.fail(Remedies.exception(
                    operation.kind().callName(), operation.object().toString(), -res), flags);
        }
    }

    /** Nobody is left who would close what it made. */
    private void succeed() {
        boolean orphan = operation.kind().has(OperationTrait.MAKES_DESCRIPTOR) && !direct && chain.isForsaken();
        if (orphan) {
            chain.closeDescriptor(res);
            promise.fail(new CancellationException(operation + ": its caller is gone; descriptor closed"), flags);
        } else {
            promise.succeed(res, flags);
        }
    }

    /** It never ran, because of another. */
    void notRun(StepOp because) {
        promise.fail(new CancellationException(operation + ": not run, because of " + because.operation + ", which "
                + (because.defect != null ? "could not be prepared" : "ended with " + because.res)), flags);
    }

    @Override
    public String name() {
        return operation.kind().name();
    }

    @Override
    public Object owner() {
        return operation.object();
    }

    @Override
    public long bytes() {
        return operation.bytes();
    }

    /** {@return nanoseconds to rest before another try: none for the first ones} */
    static long restNs(int tries) {
        return tries <= 3 ? 0 : TimeUnit.MILLISECONDS.toNanos(Math.min(100, 1L << Math.min(tries - 4, 7)));
    }
}
