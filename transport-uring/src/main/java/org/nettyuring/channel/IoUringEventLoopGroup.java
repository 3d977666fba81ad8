// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.SystemPropertyUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.nettyuring.loop.ComputeWorker;
import org.nettyuring.loop.IoUringEventLoop;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.loop.IoUringIoHandlerFactory;
import org.nettyuring.metrics.GroupInFlight;
import org.nettyuring.metrics.GroupMetrics;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.metrics.MetricsMBean;

/**
 * Event loops that drive one io_uring each: put it where {@code NioEventLoopGroup} stands, and an
 * {@code IoUringServerSocketChannel} where {@code NioServerSocketChannel} does. Any thread.
 *
 * <p>The rings are made in the constructor, so that a kernel or a container that refuses them is reported there, with
 * the remedy.
 */
public final class IoUringEventLoopGroup extends MultiThreadIoEventLoopGroup {
    private static final boolean JMX = SystemPropertyUtil.getBoolean("org.nettyuring.jmx", false);

    /** A task for computing that takes longer when the group ends goes on without it. */
    private static final int LONGEST_COMPUTE_SECONDS = 15;
    private static final int PATIENCE_MILLIS = 1_000;

    private final IoUringIoHandlerFactory handlers;
    private final List<EventExecutorGroup> computing = new CopyOnWriteArrayList<>();
    /** Completes when the threads for computing have ended; null without any. */
    private volatile Promise<Void> terminated;
    /** Null until it is asked for. Guarded by this. */
    private MetricsMBean mbean;

    /** Makes Netty's default number of loops. */
    public IoUringEventLoopGroup() {
        this(0);
    }

    /**
     * Makes some loops.
     *
     * @param nThreads how many; 0 for Netty's default
     */
    public IoUringEventLoopGroup(int nThreads) {
        this(nThreads, (ThreadFactory) null);
    }

    /**
     * Makes Netty's default number of loops.
     *
     * @param threadFactory makes their threads
     */
    public IoUringEventLoopGroup(ThreadFactory threadFactory) {
        this(0, threadFactory);
    }

    /**
     * Makes some loops.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param threadFactory makes their threads; null for the default
     */
    public IoUringEventLoopGroup(int nThreads, ThreadFactory threadFactory) {
        this(nThreads, threadFactory, IoUringIoHandlerConfig.builder().build());
    }

    /**
     * Makes some loops.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param executor runs each loop, for the loop's whole life; null for the default
     */
    public IoUringEventLoopGroup(int nThreads, Executor executor) {
        this(nThreads, executor, IoUringIoHandlerConfig.builder().build());
    }

    /**
     * Makes some loops with settings.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param config of each loop's ring
     */
    public IoUringEventLoopGroup(int nThreads, IoUringIoHandlerConfig config) {
        this(nThreads, (ThreadFactory) null, config);
    }

    /**
     * Makes some loops with settings.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param threadFactory makes their threads; null for the default
     * @param config of each loop's ring
     */
    public IoUringEventLoopGroup(int nThreads, ThreadFactory threadFactory, IoUringIoHandlerConfig config) {
        this(nThreads, threadFactory, IoUringIoHandler.newFactory(config));
    }

    /**
     * Makes some loops with settings.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param executor runs each loop, for the loop's whole life; null for the default
     * @param config of each loop's ring
     */
    public IoUringEventLoopGroup(int nThreads, Executor executor, IoUringIoHandlerConfig config) {
        this(nThreads, executor, IoUringIoHandler.newFactory(config));
    }

    /**
     * Makes some loops with settings, of which a chooser picks.
     *
     * @param nThreads how many; 0 for Netty's default
     * @param executor runs each loop, for the loop's whole life or, without
     *     {@link IoUringIoHandlerConfig#singleIssuer()}, until it is suspended; null for the default
     * @param chooser picks a loop for each new channel; one that suspends loops needs a configuration without
     *     {@link IoUringIoHandlerConfig#singleIssuer()}, else it cannot
     * @param config of each loop's ring
     */
    public IoUringEventLoopGroup(int nThreads, Executor executor, EventExecutorChooserFactory chooser,
            IoUringIoHandlerConfig config) {
        this(nThreads, executor, chooser, IoUringIoHandler.newFactory(config));
    }

    private IoUringEventLoopGroup(int nThreads, Executor executor, EventExecutorChooserFactory chooser,
            IoUringIoHandlerFactory handlers) {
        super(nThreads, executor, chooser, handlers);
        this.handlers = handlers;
        registerIfConfigured();
    }

    private IoUringEventLoopGroup(int nThreads, ThreadFactory threadFactory, IoUringIoHandlerFactory handlers) {
        super(nThreads, threadFactory == null ? new DefaultThreadFactory(IoUringEventLoopGroup.class) : threadFactory,
                handlers);
        this.handlers = handlers;
        registerIfConfigured();
    }

    private IoUringEventLoopGroup(int nThreads, Executor executor, IoUringIoHandlerFactory handlers) {
        super(nThreads, executor, handlers);
        this.handlers = handlers;
        registerIfConfigured();
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... args) {
        return new IoUringEventLoop(this, executor, factory);
    }

    private void registerIfConfigured() {
        if (JMX) {
            registerMBean();
        }
    }

    /**
     * Has work done by whichever loop has nothing else to do first, one that sleeps or, if none does, the first that is
     * about to. A busy loop takes none. Tasks of channels, and those that a loop was given, stay where they are. Any
     * thread.
     *
     * @param work done once; do not wait for it on a loop
     * @param <V> type of its result
     * @return its outcome; listeners are called on the thread that did it. A cancel has an effect until it is begun
     * @throws java.util.concurrent.RejectedExecutionException if all loops have been told to end. What was accepted
     *     before is done
     */
    public <V> Future<V> submitAnywhere(Callable<V> work) {
        return handlers.sharedTasks().submit(work);
    }

    /**
     * As {@link #submitAnywhere(Callable)}, without a result.
     *
     * @param work done once
     * @return its outcome
     */
    public Future<?> submitAnywhere(Runnable work) {
        return submitAnywhere(Executors.callable(work));
    }

    /**
     * Adds threads without a ring that do what {@link #submitAnywhere} was given, before loops do. They end with the
     * group. Any thread.
     *
     * @param count how many, at least 1
     */
    public synchronized void addComputeThreads(int count) {
        if (isShuttingDown()) {
            throw new IllegalStateException("addComputeThreads: the group is shutting down");
        }
        EventExecutorGroup added = new DefaultEventExecutorGroup(count, new DefaultThreadFactory("ioUringCompute"));
        computing.add(added);
        if (terminated == null) {
            terminated = GlobalEventExecutor.INSTANCE.newPromise();
            super.terminationFuture().addListener(future -> endComputing());
        }
        for (EventExecutor executor : added) {
            ComputeWorker.start(handlers.sharedTasks(), executor);
        }
    }

    /** The loops have ended, and the last one has done what nobody had taken. */
    private void endComputing() {
        AtomicInteger left = new AtomicInteger(computing.size());
        for (EventExecutorGroup group : computing) {
            group.shutdownGracefully(0, LONGEST_COMPUTE_SECONDS, TimeUnit.SECONDS).addListener(future -> {
                if (left.decrementAndGet() == 0) {
                    terminated.setSuccess(null);
                }
            });
        }
    }

    /**
     * {@return completes when all loops, and after them the threads of {@link #addComputeThreads}, have ended} Ask for
     * it after those were added.
     */
    @Override
    public Future<?> terminationFuture() {
        return terminated == null ? super.terminationFuture() : terminated;
    }

    @Override
    public boolean isTerminated() {
        return super.isTerminated() && (terminated == null || terminated.isDone());
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long deadlineNs = System.nanoTime() + unit.toNanos(timeout);
        return super.awaitTermination(timeout, unit)
                && (terminated == null || terminated.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS));
    }

    /** {@return what the loops have done so far; stops none of them. See docs/METRICS.md} */
    public GroupMetrics metrics() {
        return handlers.metrics();
    }

    /**
     * What the loops have in the kernel now: each operation with its kind, the channel or file, its age and bytes. For
     * somebody who looks at a live process: waits up to {@value #PATIENCE_MILLIS} ms for loops that are busy, and not
     * at all on a loop's own thread. Ages are exact but for a turn of the loop from the first call on; those of
     * operations submitted before it may be too high by the sleep before ({@code InFlightReport.Entry#ageNs}).
     *
     * @return one entry per loop, also for those that do not answer or do not run
     */
    public GroupInFlight inFlight() {
        return handlers.inFlight(Duration.ofMillis(PATIENCE_MILLIS));
    }

    /**
     * Shows {@link #metrics()}, and {@link #inFlight()} as an operation, in JMX until the group has ended. {@code
     * -Dorg.nettyuring.jmx=true} does it for every group.
     *
     * @return under which name, the same one when it is called again: {@code
     *     org.nettyuring:name=1,type=IoUringEventLoopGroup}
     */
    public synchronized String registerMBean() {
        if (mbean == null) {
            MetricsMBean registered = MetricsMBean.register(this::metrics, this::inFlight);
            mbean = registered;
            terminationFuture().addListener(future -> registered.close());
        }
        return mbean.name();
    }

    /** {@return the counters of each loop, in the order of the loops: live, for meters of one's own} */
    public List<LoopCounters> counters() {
        return handlers.counters();
    }
}
