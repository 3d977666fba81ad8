// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.RejectedExecutionException;
import org.nettyuring.loop.IoUringIoHandle;
import org.nettyuring.loop.IoUringIoRegistration;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Remedies;
import org.nettyuring.sys.Syscalls;

/**
 * A file's, or one path operation's, place on its loop, from its descriptor to its end. What is in flight and what
 * waits is with its {@link FileTurns}.
 *
 * <table>
 * <caption>The end</caption>
 * <tr><th>state</th><th>event</th><th>next</th><th>effect</th></tr>
 * <tr><td>open</td><td>close</td><td>closing</td><td>what was called before goes on</td></tr>
 * <tr><td>open, closing</td><td>loop ends</td><td>closing</td><td>what waits fails; what is in flight is
 * cancelled</td></tr>
 * <tr><td>closing</td><td>last operation is over</td><td>closing</td><td>CLOSE; close(2) if the loop ends</td></tr>
 * <tr><td>closing</td><td>descriptor closed, or there is none</td><td>closed</td><td>close future is done;
 * unregistered</td></tr>
 * <tr><td>closing, closed</td><td>call</td><td>same</td><td>its future fails</td></tr>
 * </table>
 *
 * <p>Loop thread only, but for what says so.
 */
final class FileHandle implements IoUringIoHandle {
    private static final int NO_FD = -1;

    private enum State { OPEN, CLOSING, CLOSED }

    private final IoEventLoop loop;
    private final String path;
    private final ByteBufAllocator alloc;
    private final Promise<Void> closed;
    private final FileTurns turns;
    /** Published with the future of the open. */
    private IoUringIoRegistration registration;
    private int fd = NO_FD;
    private boolean loopEnding;
    private ErrnoException closeFailure;
    /** Written by the loop; any thread may look. */
    private volatile State state = State.OPEN;

    FileHandle(IoEventLoop loop, String path, ByteBufAllocator alloc, int maxInFlight) {
        this.loop = loop;
        this.path = path;
        this.alloc = alloc;
        turns = new FileTurns(this, maxInFlight);
        closed = new DefaultPromise<>(loop);
    }

    /**
     * Takes its place on the loop.
     *
     * @throws IllegalStateException if the loop ends
     */
    void register() {
        Future<IoRegistration> registered = loop.register(this); // at once, on this thread
        if (!registered.isSuccess()) {
            throw new IllegalStateException("open(" + path + "): the loop does not take it", registered.cause());
        }
    }

    @Override
    public void registered(IoUringIoRegistration newRegistration) {
        registration = newRegistration;
        turns.join(newRegistration.workerShares());
    }

    @Override
    public void handle(IoRegistration ioRegistration, IoEvent event) {} // it submits no IoUringIoOps

    /** Runs on the loop, at once if this is its thread; {@code refused} runs here if the loop has ended. Any thread. */
    void onLoop(Runnable task, Runnable refused) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            refused.run();
        }
    }

    /** Begins an operation, or fails it. Any thread. */
    <V> Future<V> start(FileOp<V> op) {
        onLoop(() -> begin(op), () -> op.refuse(closed(op.call)));
        return op.promise();
    }

    /** Registers, begins the one operation that there will be, and ends with it. Any thread. */
    <V> Future<V> startAlone(FileOp<V> op) {
        onLoop(() -> {
            if (registerFor(op)) {
                begin(op);
                closeWhenIdle();
            }
        }, () -> op.refuse(closed(op.call)));
        return op.promise();
    }

    /** Registers for an operation; false, with it failed, if the loop ends. */
    boolean registerFor(FileOp<?> op) {
        try {
            register();
            return true;
        } catch (IllegalStateException e) {
            state = State.CLOSED;
            op.refuse(e);
            return false;
        }
    }

    void begin(FileOp<?> op) {
        if (state != State.OPEN) {
            op.fail(closed(op.call));
        } else if (op.isCancelRequested()) {
            op.abandon();
        } else if (!registration.capabilities().supportsOpcode(op.call.opcode())) {
            op.fail(op.call.unsupported(path));
        } else {
            turns.add(op);
        }
    }

    /** The operation is not in the kernel, and has more to do. */
    void resubmit(FileOp<?> op) {
        registration.submit(op);
    }

    /** The operation has been asked to end. */
    void cancel(FileOp<?> op) {
        if (op.isPending()) {
            registration.cancel(op);
        } else if (turns.forget(op)) {
            op.abandon(); // it waits, or pauses
        } // else it has not begun
    }

    /** The kernel has let go of an operation, or never had it. */
    void ended(FileOp<?> op) {
        turns.ended(op);
        finishIfIdle();
    }

    /** Takes a descriptor that was opened for it. */
    void opened(int newFd) {
        fd = newFd;
    }

    /** {@return the future of the close, which this call begins if none did} Any thread. */
    Future<Void> closeFile() {
        onLoop(this::closeWhenIdle, () -> { });
        return closed;
    }

    /** It is not to be used after all. */
    void abandon() {
        if (registration == null) {
            state = State.CLOSED;
        } else {
            closeWhenIdle();
        }
    }

    /** Takes no calls any more. */
    void closeWhenIdle() {
        if (state == State.OPEN) {
            state = State.CLOSING;
        }
        finishIfIdle();
    }

    /** The loop ends. */
    @Override
    public void close() {
        loopEnding = true;
        if (state == State.OPEN) {
            state = State.CLOSING;
        }
        turns.takeWaiting().forEach(FileOp::abandon);
        turns.inFlight().forEach(this::cancel);
        finishIfIdle();
    }

    private void finishIfIdle() {
        if (state != State.CLOSING || !turns.isIdle()) {
            return;
        }
        if (fd == NO_FD) {
            finish();
        } else if (loopEnding || !registration.capabilities().supportsOpcode(FileCall.CLOSE.opcode())) {
            closeNow();
            finish();
        } else {
            turns.add(new CloseOp(this));
        }
    }

    /** Closes the descriptor on this thread. */
    void closeNow() {
        descriptorClosed(-syscalls().close(fd));
    }

    /** The descriptor is gone; whatever the error, what is it that was not written. */
    void descriptorClosed(int errno) {
        fd = NO_FD;
        closeFailure = errno == 0 ? null : failure(FileCall.CLOSE, errno);
    }

    private void finish() {
        state = State.CLOSED;
        turns.leave();
        registration.cancel();
        if (closeFailure == null) {
            closed.setSuccess(null);
        } else {
            closed.setFailure(closeFailure);
        }
    }

    int fd() {
        return fd;
    }

    boolean isLoopEnding() {
        return loopEnding;
    }

    /** {@return whether calls are taken} Any thread. */
    boolean isOpen() {
        return state == State.OPEN;
    }

    IoEventLoop loop() {
        return loop;
    }

    ByteBufAllocator alloc() {
        return alloc;
    }

    IoUringIoRegistration registration() {
        return registration;
    }

    Syscalls syscalls() {
        return registration.syscalls();
    }

    ErrnoException failure(FileCall call, int errno) {
        return Remedies.exception(call.manName(), path, errno);
    }

    ClosedFileException closed(FileCall call) {
        return new ClosedFileException(call.manName(), path);
    }

    /** {@return the path as it was given} Any thread. */
    String path() {
        return path;
    }

    @Override
    public String toString() {
        return "file " + path;
    }
}
