// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.concurrent.TimeUnit;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The loop's one timer: a deadline that moves later, as an idle timeout's does at each message, or earlier. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class LoopTimerBenchmark {
    private static final long FAR_NS = TimeUnit.DAYS.toNanos(30);

    private Ring ring;
    private SubmitArena arena;
    private LoopCounters counters;
    private RingDriver driver;
    private LoopTimer timer;
    private long laterNs;
    private long earlierNs;

    /** Makes a ring of this thread with an armed timer. */
    @Setup(Level.Iteration)
    public void open() throws ErrnoException {
        ring = Ring.create(new RingConfig(NativeSyscalls.get(), 8, 16));
        ring.enable();
        arena = new SubmitArena(NativeSyscalls.get().allocate(4096, "arena"));
        counters = new LoopCounters();
        driver = new RingDriver(ring, arena, counters, System::nanoTime);
        timer = new LoopTimer("benchmark", driver, counters, true);
        earlierNs = System.nanoTime() + FAR_NS;
        laterNs = earlierNs;
        timer.arm(earlierNs);
        driver.enter();
    }

    /** Takes the timer back. */
    @TearDown(Level.Iteration)
    public void close() {
        timer.cancel();
        while (driver.pending() != 0) {
            driver.enterAndWait();
            driver.dispatch();
        }
        arena.close();
        ring.close();
    }

    /** Costs no submission: the timer stays where it is. */
    @Benchmark
    public void moveLater() {
        timer.arm(++laterNs);
    }

    /** A {@code TIMEOUT_UPDATE} there and back, its enter included. */
    @Benchmark
    public long moveEarlier() {
        timer.arm(--earlierNs);
        driver.enterAndWait();
        driver.dispatch();
        return counters.timerSqes;
    }
}
