// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.util.concurrent.TimeUnit;
import org.nettyuring.abi.Errno;
import org.nettyuring.op.Op;

/**
 * One operation on a file, from the call to its future. Each completion is terminal; an operation may be submitted
 * again for the rest. Loop thread only, but for the constructor and {@link #requestCancel()}.
 *
 * <table>
 * <caption>What comes, and what follows</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>waiting (for others of its file)</td><td>its turn</td><td>in flight</td><td>submit</td></tr>
 * <tr><td>waiting</td><td>cancel</td><td>over</td><td>future cancelled</td></tr>
 * <tr><td>waiting</td><td>loop ends</td><td>over</td><td>future fails: closed</td></tr>
 * <tr><td>in flight</td><td>res ≥ 0, and that is all</td><td>over</td><td>future succeeds</td></tr>
 * <tr><td>in flight</td><td>res ≥ 0, and the caller wants more</td><td>in flight</td><td>submit the rest</td></tr>
 * <tr><td>in flight</td><td>-EINTR, -EAGAIN</td><td>in flight; from the fourth in a row on, pausing</td><td>submit
 * again</td></tr>
 * <tr><td>in flight</td><td>another error</td><td>over</td><td>future fails</td></tr>
 * <tr><td>in flight</td><td>cancel, loop ends</td><td>cancelling</td><td>ASYNC_CANCEL</td></tr>
 * <tr><td>pausing</td><td>time is over</td><td>in flight</td><td>submit again</td></tr>
 * <tr><td>pausing</td><td>cancel, loop ends</td><td>over</td><td>future cancelled, or fails: closed</td></tr>
 * <tr><td>cancelling</td><td>-ECANCELED, -EINTR, -EAGAIN, or a part</td><td>over</td><td>future cancelled, or fails:
 * closed</td></tr>
 * <tr><td>cancelling</td><td>any other result</td><td>over</td><td>as if not cancelled</td></tr>
 * <tr><td>over</td><td>any completion</td><td>–</td><td>none comes</td></tr>
 * </table>
 *
 * <p>A close of the file changes nothing for what was called before it.
 */
abstract class FileOp<V> extends Op {
    private static final int QUICK_RETRIES = 3;
    private static final int LONGEST_PAUSE_MILLIS = 100;

    final FileHandle handle;
    final FileCall call;
    private final FilePromise<V> promise;
    private int retries;
    private boolean cancelRequested;
    private boolean over;

    FileOp(FileHandle handle, FileCall call) {
        this.handle = handle;
        this.call = call;
        promise = new FilePromise<>(this);
    }

    /** Takes a result that is no error; calls {@link #succeed}, {@link #fail} or {@link #goOn}. */
    abstract void onResult(int res, int flags);

    /** Takes an error that is not tried again; calls {@link #fail} or {@link #goOn}. */
    void onError(int errno) {
        fail(handle.failure(call, errno));
    }

    /** A completion came with an error: what it carries besides is given back. */
    void discard(int res, int flags) {}

    /** The kernel has let go for good: gives memory back, moves the caller's indices. Called once. */
    void release() {}

    /** Keeps the order in which such operations were called. */
    boolean isAppend() {
        return false;
    }

    final FilePromise<V> promise() {
        return promise;
    }

    final boolean isOver() {
        return over;
    }

    final boolean isCancelRequested() {
        return cancelRequested;
    }

    @Override
    protected final void onCompletion(int res, int flags) {
        if (res < 0) {
            discard(res, flags);
        }
        boolean again = res == -Errno.EAGAIN || isInterruption(res);
        if (res == -Errno.ECANCELED || again && isEnding()) {
            abandon();
        } else if (again && call != FileCall.CLOSE) { // a close is never repeated: the descriptor is gone
            retry();
        } else if (res < 0) {
            onError(-res);
        } else {
            retries = 0;
            onResult(res, flags);
        }
    }

    private boolean isEnding() {
        return cancelRequested || handle.isLoopEnding();
    }

    /** There is more to do. */
    final void goOn() {
        if (isEnding()) {
            abandon();
        } else {
            handle.resubmit(this);
        }
    }

    private void retry() {
        retries++;
        if (retries <= QUICK_RETRIES) {
            handle.resubmit(this);
        } else {
            int millis = Math.min(LONGEST_PAUSE_MILLIS, 1 << Math.min(retries - QUICK_RETRIES, Byte.SIZE));
            handle.loop().schedule(this::afterPause, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void afterPause() {
        if (!over && !isPending()) {
            handle.resubmit(this);
        }
    }

    final void succeed(V value) {
        Throwable misuse = end();
        if (misuse == null) {
            promise.trySuccess(value);
        } else {
            promise.tryFailure(misuse);
        }
    }

    final void fail(Throwable cause) {
        Throwable misuse = end();
        if (misuse != null) {
            cause.addSuppressed(misuse);
        }
        promise.tryFailure(cause);
    }

    /** Ends without having begun, on a thread that may not be the loop's: the loop has ended. */
    final void refuse(Throwable cause) {
        over = true;
        release();
        promise.tryFailure(cause);
    }

    /** Ends without a result, for it was asked to. */
    final void abandon() {
        if (cancelRequested) {
            end();
            promise.cancelled();
        } else {
            fail(handle.isLoopEnding() ? handle.closed(call) : handle.failure(call, Errno.ECANCELED));
        }
    }

    /** What went wrong with the caller's buffers, for example because somebody else has released them; or null. */
    private Throwable end() {
        assert !over : "ended twice: " + name();
        over = true;
        try {
            release();
            return null;
        } catch (RuntimeException e) {
            return e;
        } finally {
            handle.ended(this);
        }
    }

    /** Asks the operation to end. Any thread. */
    final void requestCancel() {
        handle.onLoop(() -> {
            if (!over) {
                cancelRequested = true;
                handle.cancel(this);
            }
        }, () -> { });
    }

    @Override
    protected final void onException(Throwable cause) {
        if (over) {
            super.onException(cause);
        } else {
            fail(cause);
        }
    }

    @Override
    public String name() {
        return call.name();
    }

    @Override
    public final Object owner() {
        return handle;
    }
}
