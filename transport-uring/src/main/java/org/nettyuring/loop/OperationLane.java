// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.nettyuring.sys.Syscalls;

/**
 * The handle of one loop's explicit operations: takes what any thread submits to the loop, and ends with it. Nothing
 * that was put into the inbox is lost: once the loop is over, whoever puts something in takes it out himself, as
 * refused.
 */
final class OperationLane implements IoUringIoHandle {
    static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(RingOperations.class);
    /** Loops that have one; each leaves when it ends. */
    private static final Map<EventLoop, OperationLane> LANES = new ConcurrentHashMap<>();

    private final IoEventLoop loop;
    private final RingOperations operations;
    private final AtomicLong sequence = new AtomicLong();
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable emptying = this::emptyInbox;
    /** Null until the loop has taken it. */
    private volatile IoUringIoRegistration registration;
    /** Why nothing is taken any more; null while it is. */
    private volatile Throwable closed;
    /** The loop does nothing for it any more. */
    private volatile boolean over;

    // Loop thread.
    private final Set<Caller> callers = new LinkedHashSet<>();
    private Admission admission;
    private RingDriver driver;

    private OperationLane(IoEventLoop loop) {
        this.loop = loop;
        operations = new RingOperations(this, OperationLimits.ofLoop());
    }

    /** {@return the one of a loop} */
    static OperationLane of(EventLoop loop) {
        if (!(loop instanceof IoEventLoop ioLoop) || !ioLoop.isIoType(IoUringIoHandler.class)) {
            throw new IllegalArgumentException("RingOperations.of(" + loop + "): not an io_uring event loop (expected: "
                    + "one of IoUringEventLoopGroup, or with a handler of IoUringIoHandler.newFactory)");
        }
        OperationLane lane = LANES.get(loop);
        if (lane == null) {
            OperationLane made = new OperationLane(ioLoop);
            lane = LANES.putIfAbsent(loop, made);
            if (lane == null) {
                made.register();
                return made;
            }
        }
        return lane;
    }

    private void register() {
        try {
            Future<IoRegistration> future = loop.register(this);
            future.addListener(done -> {
                if (!done.isSuccess()) {
                    end(done.cause());
                }
            });
        } catch (Throwable t) {
            end(t);
        }
    }

    RingOperations operations() {
        return operations;
    }

    IoEventLoop loop() {
        return loop;
    }

    long nextSequence() {
        return sequence.incrementAndGet();
    }

    /** {@return the loop's kernel; null before the loop has taken the lane} */
    Syscalls syscalls() {
        IoUringIoRegistration current = registration;
        return current == null ? null : current.syscalls();
    }

    /** {@return why nothing is taken any more; null while it is} */
    Throwable whyClosed() {
        return closed;
    }

    /** {@return whether the loop does nothing for it any more} */
    boolean isOver() {
        return over;
    }

    RingDriver driver() {
        return driver;
    }

    /** Has something done on the loop thread: at once if this is it, else in order of the calls. */
    void execute(Runnable task) {
        if (registration != null && loop.inEventLoop()) {
            task.run();
            return;
        }
        inbox.add(task);
        if (registration != null && scheduled.compareAndSet(false, true)) {
            try {
                loop.execute(emptying);
            } catch (RejectedExecutionException e) {
                end(e);
            }
        } else if (over) {
            emptyInbox();
        }
    }

    private void emptyInbox() {
        scheduled.set(false);
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            task.run();
        }
    }

    @Override
    public void registered(IoUringIoRegistration newRegistration) {
        driver = newRegistration.driver();
        admission = newRegistration.newAdmission();
        registration = newRegistration;
    }

    @Override
    public void registered() {
        emptyInbox();
    }

    /** Loop thread or, after its end, any. */
    void submit(Submission submission) {
        Throwable why = closed;
        if (why == null && submission.caller().isClosed()) {
            why = new RejectedExecutionException("the caller is closed");
        }
        if (why == null) {
            why = unsupported(submission);
        }
        if (why != null) {
            submission.refuse(why);
            return;
        }
        driver.readClock(); // their age begins now, not before the loop's last sleep
        callers.add(submission.caller());
        submission.caller().chains.addAll(submission.chains());
        admission.submit(submission);
    }

    private Throwable unsupported(Submission submission) {
        for (Chain chain : submission.chains()) {
            for (int i = 0; i < chain.length(); i++) {
                RingOperation operation = chain.step(i).operation;
                if (!registration.capabilities().supportsOpcode(operation.kind().opcode())) {
                    return new UnsupportedOperationException(operation + ": this kernel does not have "
                            + operation.kind() + " (expected: Linux " + operation.kind().firstKernel() + " or newer)");
                }
            }
        }
        return null;
    }

    /** A chain is over. Loop thread or, for what was refused after its end, any. */
    void ended(Caller caller, Chain chain, boolean admitted) {
        if (!caller.chains.remove(chain)) {
            return; // refused before anything was known of it
        }
        if (admitted) {
            admission.ended(caller, chain.length());
        } else {
            admission.letThrough(caller);
        }
        if (caller.chains.isEmpty()) {
            callers.remove(caller);
            finishIfIdle();
        }
    }

    void close(Caller caller) {
        caller.close();
        if (closed == null && admission != null) {
            admission.letThrough(caller);
        }
    }

    /** The loop ends: what is under way is cancelled. */
    @Override
    public void close() {
        closed = new RejectedExecutionException("the event loop has ended");
        for (Caller caller : new ArrayList<>(callers)) {
            caller.close();
        }
        emptyInbox();
        finishIfIdle();
    }

    private void finishIfIdle() {
        if (closed != null && callers.isEmpty() && registration != null) {
            registration.cancel();
        }
    }

    @Override
    public void unregistered() {
        end(new RejectedExecutionException("the event loop has ended"));
    }

    /** It takes nothing any more. Any thread. */
    private void end(Throwable cause) {
        if (closed == null) {
            closed = cause;
        }
        over = true;
        LANES.remove(loop, this);
        emptyInbox();
    }

    /** Explicit operations have futures, not events. */
    @Override
    public void handle(IoRegistration ioRegistration, IoEvent event) {
        throw new IllegalStateException("no events are expected: " + event);
    }

    @Override
    public String toString() {
        return "explicit operations";
    }
}
