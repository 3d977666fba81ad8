// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.nettyuring.loop.IoUringIoHandler;
import org.nettyuring.loop.IoUringIoHandlerConfig;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.Feature;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** The real event loop on a fake kernel, turn by turn on the calling thread. */
public final class SimulatedLoop implements AutoCloseable {
    private static final long LOOK_NS = 20;
    private static final int MAX_SHUTDOWN_TURNS = 10_000;
    private static final long LONGEST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FakeKernel kernel;
    private final Set<NativeRegion> regionsBefore = NativeRegion.live();
    private final Loop loop;
    private final Set<Feature> features;
    private IoUringIoHandler handler;

    /**
     * Makes the loop; its kernel plays no faults meanwhile.
     *
     * @param kernel with a simulated clock
     * @param config ring and buffer sizes; kernel and clock are set here
     */
    public SimulatedLoop(FakeKernel kernel, IoUringIoHandlerConfig.Builder config) {
        this.kernel = kernel;
        IoUringIoHandlerConfig whole = config.syscalls(kernel).clock(kernel::nanoTime).build();
        features = whole.disabledFeatures();
        IoHandlerFactory factory = IoUringIoHandler.newFactory(whole);
        loop = kernel.withoutFaults(() -> new Loop(executor -> {
            handler = (IoUringIoHandler) factory.newHandler(executor);
            return handler;
        }));
        kernel.validator().requireFreshUserData();
    }

    /** {@return the features that the loop does without, for reports} */
    public String without() {
        return "without " + features;
    }

    /** {@return the event loop, to register handles and channels with} */
    public ManualIoEventLoop eventLoop() {
        return loop;
    }

    /** {@return what the loop counts} */
    public LoopCounters counters() {
        return handler.counters();
    }

    /** {@return whether tasks wait for their time} */
    public boolean hasTimers() {
        return loop.hasTimers();
    }

    /** {@return the kernel} */
    public FakeKernel kernel() {
        return kernel;
    }

    /** Runs what is there. */
    public void turn() {
        loop.runNow();
        verify();
    }

    /** Sleeps until something is there or a fifth of a simulated second has passed, and runs what is there. */
    public void blockingTurn() {
        loop.run(LONGEST_SLEEP_NS);
        verify();
    }

    private void verify() {
        kernel.verify();
        if (handler.counters().failedTurns != 0) {
            throw new AssertionError("a turn of the loop failed; see the log");
        }
    }

    /** Shuts the loop down, and checks that nothing is left behind by any loop of its kernel: the last one to close. */
    @Override
    public void close() {
        shutDown();
        kernel.close();
        Set<NativeRegion> left = new HashSet<>(NativeRegion.live());
        left.removeAll(regionsBefore);
        if (!left.isEmpty()) {
            throw new AssertionError("native memory left behind: " + left);
        }
    }

    /** Shuts the loop down; others of its kernel go on. */
    public void shutDown() {
        loop.shutdownGracefully(0, 1, TimeUnit.MILLISECONDS);
        int turns = 0;
        while (!loop.isTerminated()) {
            kernel.advance(TimeUnit.MILLISECONDS.toNanos(1));
            turn();
            if (++turns > MAX_SHUTDOWN_TURNS) {
                throw new AssertionError("the loop does not shut down");
            }
        }
    }

    private final class Loop extends ManualIoEventLoop {
        Loop(IoHandlerFactory factory) {
            super(null, Thread.currentThread(), factory, new KernelTicker());
        }

        boolean hasTimers() {
            return nextScheduledTaskNano() >= 0;
        }
    }

    private final class KernelTicker implements Ticker {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            // Looking at the clock takes time: Netty's shutdown really sleeps as long as it does not move.
            kernel.advance(LOOK_NS);
            return kernel.nanoTime();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            kernel.advance(unit.toNanos(delay));
        }
    }
}
