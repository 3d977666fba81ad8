// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.nettyuring.metrics.InFlightReport;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.ErrnoException;

/**
 * The I/O of one event loop on one ring. A turn is one {@code io_uring_enter}: it submits what the last turn's handlers
 * and tasks asked for and, if there is nothing else to do, sleeps until a completion comes. Sockets, timers and tasks
 * from other threads all arrive that way.
 *
 * <p>Loop thread only, but for the constructor, {@link #wakeup()} and what says so.
 */
public final class IoUringIoHandler implements IoHandler {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(IoUringIoHandler.class);
    private static final FastThreadLocal<IoUringIoHandler> CURRENT = new FastThreadLocal<>();
    private static final long FAILURE_PAUSE_NS = 100_000_000L;

    private final ThreadAwareExecutor executor;
    private final LoopResources resources;
    private final RingDriver driver;
    private final LoopTimer timer;
    private final Doorbell doorbell;
    private final BufferPools buffers;
    private final TaskBatches batches;
    private final LoopSleep sleep;
    private final Registrations registrations = new Registrations();
    private final LoopBells bells;
    private final LoopWorker worker;
    private final AtomicLong rawIds = new AtomicLong();
    /** Else a thread that was the loop's may still release buffers, so none has the short way. */
    private final boolean singleIssuer;
    private boolean initialized;
    private boolean closing;
    /** Null until a task has a priority. */
    private volatile TaskLanes taskLanes;
    private volatile boolean ended;

    IoUringIoHandler(ThreadAwareExecutor executor, IoUringIoHandlerConfig config, SharedTasks shared)
            throws ErrnoException {
        this.executor = executor;
        singleIssuer = config.singleIssuer();
        resources = LoopResources.create(config, this::takeAnotherTurn);
        driver = resources.driver();
        buffers = resources.buffers();
        doorbell = resources.doorbell();
        timer = new LoopTimer(this, driver, counters(), resources.canUpdateTimers());
        bells = new LoopBells(this, resources);
        batches = new TaskBatches(executor instanceof SingleThreadEventExecutor loop ? loop::pendingTasks : () -> 0,
                driver::hasSomething, config.clock());
        sleep = new LoopSleep(driver, timer, LoopSleep.spinner(config, driver, counters()), counters(), batches,
                shared::isEmpty);
        worker = new LoopWorker(this, executor, shared);
    }

    /** {@return a factory of handlers with default settings, for {@code MultiThreadIoEventLoopGroup}} */
    public static IoUringIoHandlerFactory newFactory() {
        return newFactory(IoUringIoHandlerConfig.builder().build());
    }

    /**
     * {@return a factory of handlers}
     *
     * @param config settings of each handler's ring
     */
    public static IoUringIoHandlerFactory newFactory(IoUringIoHandlerConfig config) {
        return new IoUringIoHandlerFactory(config);
    }

    /**
     * The loop starts, or a suspended one goes on, perhaps on another thread. What the thread before had submitted, the
     * timer and the bell, stays in the kernel and completes in its time, perhaps with {@code -ECANCELED} if that thread
     * has died; either is armed again upon its completion, whatever the result. Nothing is started twice.
     */
    @Override
    public void initialize() {
        CURRENT.set(this);
        counters().startedOn(Thread.currentThread());
        if (buffers != null && singleIssuer) {
            buffers.attach();
        }
        try {
            resources.ring().enable();
        } catch (ErrnoException e) {
            throw new IllegalStateException("cannot run the event loop: " + e.getMessage(), e);
        }
        if (!initialized && executor instanceof SingleThreadEventExecutor loop) {
            // Told to end at the wrong moment, and without a quiet period, Netty's loop never calls prepareToDestroy
            // while it takes tasks, without which channels cannot tell of their end.
            loop.addShutdownHook(this::prepareToDestroy);
        }
        initialized = true;
        worker.started();
        driver.readClock();
        doorbell.open();
    }

    @Override
    public int run(IoHandlerContext context) {
        try {
            return turn(context);
        } catch (Throwable t) {
            sleep.end();
            counters().failedTurns++;
            LOGGER.error("the loop's turn failed; it goes on", t);
            LockSupport.parkNanos(FAILURE_PAUSE_NS); // whatever it is, do not spin on it
            return 0;
        }
    }

    private int turn(IoHandlerContext context) {
        driver.submitBacklog();
        if (buffers != null) {
            buffers.recycle();
        }
        if (bells.areRiding()) {
            bells.ringRiding();
        }
        batches.beginTurn();
        TaskLanes lanes = taskLanes;
        if (driver.hasSomething() || !driver.isBacklogEmpty() || !context.canBlock()
                || lanes != null && lanes.hasLow() || worker.takeOne()) {
            driver.enter();
        } else {
            sleep.sleep(context);
        }
        if (!context.shouldReportActiveIoTime()) {
            driver.readClockIfWatched();
            return dispatch(lanes);
        }
        long startNs = driver.readClock();
        int handled = dispatch(lanes);
        context.reportActiveIoTime(driver.readClock() - startNs);
        return handled;
    }

    private int dispatch(TaskLanes lanes) {
        if (lanes == null) {
            return driver.dispatch();
        }
        lanes.runHigh();
        int handled = driver.dispatch();
        lanes.runLow();
        return handled;
    }

    /** Ends a sleep of the loop, or its next one. Any thread, also after {@link #destroy()}. */
    @Override
    public void wakeup() {
        if (!inLoop() && sleep.signal()) {
            ringBell();
        }
    }

    private void ringBell() {
        IoUringIoHandler sender = CURRENT.getIfExists();
        if (sender == null || !sender.bells.ring(bells)) {
            doorbell.ring();
        }
    }

    /** {@return whether it slept, and is woken for work that any loop may do} Any thread, also after the end. */
    boolean wakeIfAsleep() {
        boolean slept = sleep.signalIfAsleep();
        if (slept) {
            ringBell();
        }
        return slept;
    }

    /** As {@link #wakeup()}, and from the loop's own thread: the next sleep is skipped. */
    private void takeAnotherTurn() {
        if (inLoop()) {
            sleep.signal();
        } else {
            wakeup();
        }
    }

    /** A handle that refuses, by throwing, is told that it is unregistered, like every other. */
    @Override
    public IoRegistration register(IoHandle handle) {
        if (closing) {
            throw new IllegalStateException("register(" + handle + "): the event loop is shutting down");
        }
        if (!(handle instanceof IoUringIoHandle uringHandle)) {
            throw new IllegalArgumentException("register(" + handle + "): an io_uring event loop takes an "
                    + IoUringIoHandle.class.getSimpleName() + ", not a " + handle.getClass().getName());
        }
        IoUringIoRegistration registration = new IoUringIoRegistration(this, resources, uringHandle);
        registrations.add(registration);
        try {
            uringHandle.registered(registration);
            uringHandle.registered();
        } catch (Throwable t) {
            registration.cancel();
            throw t;
        }
        return registration;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return IoUringIoHandle.class.isAssignableFrom(handleType);
    }

    /** Tells every handle to close, and lets them finish; called in each turn of a loop that shuts down. */
    @Override
    public void prepareToDestroy() {
        if (closing) {
            return;
        }
        closing = true;
        driver.endPriorities();
        worker.leave();
        if (taskLanes != null) {
            taskLanes.end();
        }
        for (IoUringIoHandle handle : registrations.handles()) {
            try {
                handle.close();
            } catch (Throwable t) {
                LOGGER.warn("close of {} threw", handle, t);
            }
        }
        if (initialized) {
            resources.awaitHandles();
        }
    }

    /** Waits for what is in the kernel, then frees everything. */
    @Override
    public void destroy() {
        prepareToDestroy();
        doorbell.close();
        if (initialized) {
            timer.cancel();
            bells.ringRiding();
            doorbell.beginClose();
            resources.drain();
            CURRENT.remove();
        }
        ended = true;
        resources.close();
    }

    /** {@return what this loop has in the kernel; its clock is read in every turn then, for ages. Loop thread} */
    public InFlightReport inFlightReport() {
        return driver.inFlightReport();
    }

    /** {@return whether the loop was started, and does not rest} Any thread. */
    boolean isRunning() {
        return !counters().thread().isEmpty() && !ended && !isSuspended();
    }

    /** {@return whether the loop has no thread, until somebody gives it a task} Any thread. */
    boolean isSuspended() {
        return executor instanceof SingleThreadEventExecutor loop && loop.isSuspended();
    }

    boolean hasEnded() {
        return ended;
    }

    /** {@return whether this thread is a loop's} */
    static boolean isOnALoop() {
        return CURRENT.getIfExists() != null;
    }

    /** {@return this loop's counters, written by the loop thread; any thread may look} */
    public LoopCounters counters() {
        return resources.counters();
    }

    /** {@return the handles that are registered now. Loop thread} */
    public List<IoUringIoHandle> handles() {
        return registrations.handles();
    }

    /** {@return the handler of the calling thread's loop; null if it is none} */
    static IoUringIoHandler current() {
        return CURRENT.getIfExists();
    }

    LoopBells bells() {
        return bells;
    }

    TaskBatches batches() {
        return batches;
    }

    /** {@return tasks with priorities; null until there was one} */
    TaskLanes taskLanesOrNull() {
        return taskLanes;
    }

    /** {@return tasks with priorities; made at the first call} Any thread. */
    synchronized TaskLanes taskLanes() {
        if (taskLanes == null) {
            taskLanes = new TaskLanes(executor, System::nanoTime, driver::hasSomething);
        }
        return taskLanes;
    }

    LoopResources resources() {
        return resources;
    }

    boolean inLoop() {
        return executor.isExecutorThread(Thread.currentThread());
    }

    long nextRawId() {
        return rawIds.incrementAndGet();
    }

    /** False if the loop has ended. */
    boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOGGER.debug("the loop has ended", e);
            return false;
        }
    }

    void forget(IoUringIoRegistration registration) {
        registrations.remove(registration);
    }

    @Override
    public String toString() {
        return "IoUringIoHandler(ring fd " + resources.ring().fd() + ", " + registrations.size() + " handles)";
    }
}
