// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.op.NopOp;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 64 operations through the driver: a slot each, one enter, each completion to its operation. What it costs above
 * {@code QueueBenchmark.submitAndDrain} is the loop's part of an operation. In this package for the driver's sake.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class DispatchBenchmark {
    private static final int BATCH = 64;

    private Ring ring;
    private SubmitArena arena;
    private RingDriver driver;
    private NopOp[] ops;
    private long completed;

    /** Makes a ring of this thread. */
    @Setup
    public void open() throws ErrnoException {
        ring = Ring.create(new RingConfig(NativeSyscalls.get(), BATCH, 2 * BATCH));
        ring.enable();
        arena = new SubmitArena(NativeSyscalls.get().allocate(4096, "arena"));
        driver = new RingDriver(ring, arena, new LoopCounters(), System::nanoTime);
        ops = IntStream.range(0, BATCH).mapToObj(i -> new NopOp(res -> completed++)).toArray(NopOp[]::new);
    }

    /** Nothing is in flight. */
    @TearDown
    public void close() {
        arena.close();
        ring.close();
    }

    /** Per operation. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long submitAndDispatch() {
        for (NopOp op : ops) {
            driver.submit(op);
        }
        final long wanted = completed + BATCH;
        while (completed != wanted) {
            driver.enterAndWait();
            driver.dispatch();
        }
        return completed;
    }
}
