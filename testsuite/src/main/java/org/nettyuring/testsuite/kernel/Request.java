// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.IoUringConstants;

/**
 * One operation in flight: from the SQE to its terminal CQE. {@link #attempt()} tries it; if it would block, the
 * request waits on its file and is tried again when something happened there. Used under the kernel's lock.
 */
abstract class Request {
    final FakeRing ring;
    final SubmittedSqe sqe;
    /** Null for operations without a file. */
    final FakeFile file;
    final FakeKernel kernel;
    /** Memory that must stay alive until the terminal completion. */
    final List<MemoryRange> pinned = new ArrayList<>();

    /** What it is a link of; null for most. */
    private SqeChain chain;
    private boolean inTaskWork;
    private boolean ended;
    private boolean cancelled;
    private boolean resultFirst;

    Request(FakeRing ring, SubmittedSqe sqe, FakeFile file) {
        this.ring = ring;
        this.sqe = sqe;
        this.file = file;
        kernel = ring.kernel;
        if (file != null) {
            file.retain();
        }
    }

    /** Tries; then either {@link #end}, or nothing, to be woken later. */
    abstract void attempt();

    /** Which {@link Poll} events wake the request. */
    int interest() {
        return 0;
    }

    /** Completions with the same key keep their order. */
    Object orderKey() {
        return file == null ? this : file;
    }

    /** Waits for its file before the first try ({@code POLL_FIRST}). */
    boolean skipsFirstTry() {
        return false;
    }

    /** Linux tries nearly everything once while it is submitted; few may rely on that. */
    boolean mayBeDelayed() {
        return true;
    }

    /** Could complete without blocking; a cancel may lose against that. */
    boolean couldComplete() {
        return file != null && (file.readiness() & interest()) != 0;
    }

    final void linkedBy(SqeChain newChain) {
        chain = newChain;
    }

    /** First run, while the SQE is submitted. */
    final void issue() {
        ring.started(this);
        if (file != null) {
            file.addWaiter(this);
        }
        if (skipsFirstTry() || mayBeDelayed() && kernel.plan().fires(Fault.DELAY)) {
            if (couldComplete()) {
                wake();
            }
        } else {
            attempt();
        }
    }

    final void wake() {
        if (!inTaskWork && !ended) {
            inTaskWork = true;
            ring.addTaskWork(this);
        }
    }

    /** Runs from task work. */
    final void runTaskWork() {
        inTaskWork = false;
        if (ended) {
            return;
        }
        kernel.validator().checkPinned(this);
        if (!cancelled || resultFirst) {
            attempt();
        }
        if (cancelled && !ended) {
            onCancelled();
        }
    }

    final boolean isCancelled() {
        return cancelled;
    }

    final boolean isEnded() {
        return ended;
    }

    /** Can still be found by a cancel. */
    boolean isCancellable() {
        return true;
    }

    /** Linux has one of its threads ({@code iou-wrk}) wait for it. */
    boolean occupiesThread() {
        return false;
    }

    /** Whether it is between two tries, where no cancel finds it. */
    boolean escapesCancel() {
        return false;
    }

    /** Goes on after its first completion. */
    boolean isMultishot() {
        return false;
    }

    /**
     * Ends the request soon.
     *
     * @param newResultFirst whether the cancel loses its race: what can complete does
     */
    final void cancel(boolean newResultFirst) {
        cancelled = true;
        resultFirst = newResultFirst;
        wake();
    }

    void onCancelled() {
        end(-Errno.ECANCELED, 0);
    }

    final void pin(long address, long lengthBytes, String what) {
        if (lengthBytes > 0) {
            pinned.add(new MemoryRange(address, lengthBytes, what));
        }
    }

    /** Posts the terminal completion. */
    final void end(int res, int flags) {
        finish();
        if (res < 0 || !sqe.hasFlag(IoUringConstants.IOSQE_CQE_SKIP_SUCCESS)) {
            ring.post(sqe.userData(), res, flags);
        }
        if (chain != null) {
            chain.completed(res);
        }
    }

    /** Posts one of several completions; false if there is no room, which ends a multishot. */
    final boolean postMore(int res, int flags) {
        return ring.tryPost(sqe.userData(), res, flags | IoUringConstants.IORING_CQE_F_MORE);
    }

    /** Ends without a completion. */
    final void finish() {
        if (ended) {
            throw kernel.failure("fake kernel: ended twice: " + this);
        }
        kernel.validator().checkPinned(this);
        ended = true;
        ring.ended(this);
        onEnd();
        if (file != null) {
            file.removeWaiter(this);
            file.release();
        }
    }

    /** Gives up what the request holds besides its file. */
    void onEnd() {}

    @Override
    public String toString() {
        return sqe + (file == null ? "" : " (" + file + ")") + (cancelled ? ", cancelled" : "")
                + (inTaskWork ? ", to be completed" : "");
    }
}
