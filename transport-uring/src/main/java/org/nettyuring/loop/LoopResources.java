// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.nettyuring.buffer.PipePool;
import org.nettyuring.metrics.FlightEvents;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * What one loop owns of the system: its ring, the memory that the kernel reads and writes, its bell. Made on any
 * thread, so that a refusal is seen where the user can act on it; drained and closed, in reverse order, on the loop's.
 */
final class LoopResources {
    private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(LoopResources.class);
    private static final int ARENA_BYTES = 256 * 1024;
    private static final long SLOW_DRAIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_DRAIN_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long DRAIN_STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_WAIT_FOR_HANDLES_NS = TimeUnit.SECONDS.toNanos(1);

    private final Syscalls syscalls;
    private final LoopCounters counters = new LoopCounters();
    private final PipePool pipes;
    private final Ring ring;
    private final IoUringIoHandlerConfig config;
    private final FileSupport files;
    private SubmitArena arena;
    private RingDriver driver;
    private BufferPools buffers;
    private Doorbell doorbell;

    private LoopResources(IoUringIoHandlerConfig config) throws ErrnoException {
        this.config = config;
        syscalls = config.syscalls() != null ? config.syscalls() : NativeSyscalls.get();
        pipes = new PipePool(syscalls, counters);
        ring = Ring.create(new RingConfig(syscalls, config.ringSize(), config.cqSize(), config.disabledFeatures()));
        files = new FileSupport(ring, config.workers());
    }

    /**
     * Makes everything, or nothing.
     *
     * @param config sizes and switches
     * @param wake ends the loop's sleep; any thread may call it
     * @return the resources, owned by the caller
     * @throws ErrnoException if the kernel refuses, with the remedy
     */
    static LoopResources create(IoUringIoHandlerConfig config, Runnable wake) throws ErrnoException {
        LoopResources resources = new LoopResources(config);
        try {
            resources.open(wake);
            return resources;
        } catch (Throwable t) {
            resources.close();
            throw t;
        }
    }

    private void open(Runnable wake) throws ErrnoException {
        FlightEvents.loopMade(counters);
        arena = new SubmitArena(syscalls.allocate(ARENA_BYTES, "submit arena"));
        driver = new RingDriver(ring, arena, counters, config.clock());
        driver.allowDirectSends(config.directSends());
        if (ring.capabilities().has(Feature.PBUF_RING)) {
            buffers = new BufferPools(syscalls, ring, config, counters, wake);
        }
        doorbell = ring.capabilities().has(Feature.REGISTER_SEND_MSG_RING)
                ? new MessageDoorbell(syscalls, ring)
                : new EventFdDoorbell(syscalls, driver, counters);
    }

    Syscalls syscalls() {
        return syscalls;
    }

    int directReceives() {
        return config.directReceives();
    }

    LoopCounters counters() {
        return counters;
    }

    Ring ring() {
        return ring;
    }

    RingDriver driver() {
        return driver;
    }

    /** {@return the receive buffers, or null where the kernel cannot pick buffers} */
    BufferPools buffers() {
        return buffers;
    }

    PipePool pipes() {
        return pipes;
    }

    FileSupport files() {
        return files;
    }

    Doorbell doorbell() {
        return doorbell;
    }

    Admission newAdmission() {
        return new Admission(config.operationsInFlight(), config.operationOverflow(), ring.sqEntries());
    }

    boolean canUpdateTimers() {
        return ring.capabilities().has(Feature.TIMEOUT_UPDATE);
    }

    boolean canMessageRings() {
        return ring.capabilities().has(Feature.MSG_RING);
    }

    /**
     * Waits until the kernel let go of what closing handles had submitted, so that the loop still lives when they fire
     * their last events. For a bounded time: what takes longer is left to {@link #drain()}.
     */
    void awaitHandles() {
        long startNs = driver.readClock();
        while (driver.holdsHandleOperations() && driver.readClock() - startNs < LONGEST_WAIT_FOR_HANDLES_NS) {
            driver.submitBacklog();
            waitALittle();
            driver.dispatch();
        }
    }

    /** Cancels what is in the kernel and waits until it has let go of everything. What it keeps is reported. */
    void drain() {
        long startNs = driver.readClock();
        boolean reported = false;
        while (driver.pending() > 0) {
            driver.cancelAll();
            driver.submitBacklog();
            waitALittle();
            driver.dispatch();
            long elapsedNs = driver.readClock() - startNs;
            if (elapsedNs > SLOW_DRAIN_NS && !reported) {
                reported = true;
                LOGGER.warn("closing a loop takes long: {}", driver.inFlightReport());
            }
            if (elapsedNs > LONGEST_DRAIN_NS) {
                LOGGER.error("a loop that ends cannot be drained; its memory is leaked: {}", driver.inFlightReport());
                return;
            }
        }
    }

    private void waitALittle() {
        if (ring.capabilities().has(Feature.EXT_ARG)) {
            driver.enterAndWait(DRAIN_STEP_NS);
        } else {
            driver.enter();
            if (!driver.hasCompletions()) {
                LockSupport.parkNanos(DRAIN_STEP_NS / 10);
            }
        }
    }

    /** Frees everything that the kernel does not hold, in reverse order of construction. */
    void close() {
        FlightEvents.loopEnded(counters);
        pipes.close();
        boolean kernelHoldsMemory = driver != null && driver.inFlight() > 0;
        if (doorbell != null) {
            doorbell.free();
        }
        if (buffers != null && !kernelHoldsMemory) {
            buffers.close();
        }
        files.close();
        ring.close();
        if (arena != null && !kernelHoldsMemory) {
            arena.close();
        }
    }
}
