// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.parts;

import java.util.concurrent.TimeUnit;
import org.nettyuring.ring.CqeBatch;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code io_uring_enter} with nothing to submit and nothing to wait for, and with one {@code NOP}, through either
 * binding. FFM needs Java 22; {@code ./dev bench --jmh} leaves it out before that.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class EnterBenchmark {
    private static final String JNA = "-Dorg.nettyuring.binding=jna";
    private static final String FFM = "-Dorg.nettyuring.binding=ffm";

    private Ring ring;
    private CqeBatch batch;

    /** Makes a ring of this thread. */
    @Setup
    public void open() throws ErrnoException {
        ring = Ring.create(new RingConfig(NativeSyscalls.get(), 64, 128));
        ring.enable();
        batch = new CqeBatch(64);
    }

    /** Nothing is in flight. */
    @TearDown
    public void close() {
        ring.close();
    }

    /** An empty enter. */
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = JNA)
    public int enterThroughJna() {
        return ring.submitAndGetEvents();
    }

    /** An empty enter. */
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = FFM)
    public int enterThroughFfm() {
        return ring.submitAndGetEvents();
    }

    /** A {@code NOP} there and back. */
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = JNA)
    public int nopThroughJna() {
        return nop();
    }

    /** A {@code NOP} there and back. */
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = FFM)
    public int nopThroughFfm() {
        return nop();
    }

    private int nop() {
        ring.nextSqe().prepNop().userData(1);
        ring.submitAndWait(1, -1);
        return ring.drainTo(batch);
    }
}
